import { useSelection } from './selection.ts';
import { closeSheet, useSheets } from './sheets.ts';
import { useWorkspace } from './workspace.ts';

/** Shows another plan, or none. What was selected or opened belongs to the one before, also under the same key. */
export function showPlan(file: string | null): void {
  if (useWorkspace.getState().file === file) return;
  // In this order: the graph of the plan before remembers what is selected while that is shown.
  useWorkspace.getState().setFile(file);
  useSelection.getState().select(null);
  if (Object.values(useSheets.getState()).some((sheet) => sheet !== null)) closeSheet();
}
