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

test('opening another plan clears the selection', () => {
  showPlan('plans/a.plan.yaml');
  useSelection.getState().select('phase-1');
  showPlan('plans/a.plan.yaml');
  expect(useSelection.getState().node).toBe('phase-1');
  showPlan('plans/b.plan.yaml');
  expect(useSelection.getState().node).toBeNull();
});

test('opening another plan closes the resolver, but not the dialogs of the project', () => {
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
