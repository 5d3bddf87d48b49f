import { afterEach, expect, test } from 'vitest';
import { showPlan } from './open-plan.ts';
import { useSelection } from './selection.ts';
import { useWorkspace } from './workspace.ts';

afterEach(() => {
  useWorkspace.getState().setFile(null);
  useSelection.getState().select(null);
});

test('another plan does not begin with what is selected in this one', () => {
  showPlan('plans/a.plan.yaml');
  useSelection.getState().select('phase-1');
  showPlan('plans/a.plan.yaml');
  expect(useSelection.getState().node).toBe('phase-1');
  showPlan('plans/b.plan.yaml');
  expect(useSelection.getState().node).toBeNull();
});
