import { afterEach, expect, test } from 'vitest';
import { showPlan } from './open-plan.ts';
import { useOverlays } from './overlays.ts';
import { useSelection } from './selection.ts';
import { openResolver, useSheets } from './sheets.ts';
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

test('nor with its conflicts open; what belongs to no plan stays open', () => {
  showPlan('plans/a.plan.yaml');
  openResolver({ project: 'p', feature: 'a', sync: 'phase-1' });
  showPlan('plans/b.plan.yaml');
  expect(useSheets.getState().resolve).toBeNull();
  expect(useOverlays.getState().open).toBeNull();
  useOverlays.setState({ open: 'palette' });
  showPlan('plans/a.plan.yaml');
  expect(useOverlays.getState().open).toBe('palette');
  useOverlays.setState({ open: null });
});
