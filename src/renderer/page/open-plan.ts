import { useSelection } from './selection.ts';
import { closeSheet, useSheets } from './sheets.ts';
import { useWorkspace } from './workspace.ts';

/**
 * Shows another plan, or none, and clears selection and sheets, which belong to the previous plan even if keys match.
 */
export function showPlan(file: string | null): void {
  if (useWorkspace.getState().file === file) return;
  // Set the file first: the previous plan's graph remembers the selection only while its plan is shown.
  useWorkspace.getState().setFile(file);
  useSelection.getState().select(null);
  if (Object.values(useSheets.getState()).some((sheet) => sheet !== null)) closeSheet();
}
