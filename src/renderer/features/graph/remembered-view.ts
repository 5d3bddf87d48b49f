import type { Look } from '../../../shared/contract/layout.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';
import { useWorkspace } from '../../page/workspace.ts';

/** How the open plan was looked at last. */
export function lookNow(): Look {
  const { file } = useWorkspace.getState();
  return useLayout.getState().layout?.looks?.[file ?? ''] ?? {};
}

/** Remembers a part of how the open plan is looked at. */
export function rememberLook(change: (look: Look) => Look): void {
  const { file } = useWorkspace.getState();
  if (!file) return;
  changeLayout((layout) => ({
    ...layout,
    looks: { ...layout.looks, [file]: change(layout.looks?.[file] ?? {}) },
  }));
}
