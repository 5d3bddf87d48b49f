import type { Look } from '../../../shared/contract/layout.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';
import { useWorkspace } from '../../page/workspace.ts';

/** Remembered view and selection of the open plan. */
export function lookNow(): Look {
  const { file } = useWorkspace.getState();
  return useLayout.getState().layout?.looks?.[file ?? ''] ?? {};
}

/** Updates the remembered view and selection of the open plan. */
export function rememberLook(change: (look: Look) => Look): void {
  const { file } = useWorkspace.getState();
  if (!file) return;
  changeLayout((layout) => ({
    ...layout,
    looks: { ...layout.looks, [file]: change(layout.looks?.[file] ?? {}) },
  }));
}
