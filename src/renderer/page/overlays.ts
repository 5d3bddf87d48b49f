import { create } from 'zustand';

export type Overlay =
  | 'palette'
  | 'help'
  | 'new-plan'
  | 'save-template'
  | 'clean'
  | 'resolve'
  | 'review'
  | 'conversation'
  | 'finish'
  | 'terminal-settings'
  | 'notice-settings'
  | 'found-sessions'
  | 'stop-all';

/** Menus of a node in the plan graph that a key or the palette can open. */
export type NodeMenu = 'add' | 'move' | 'connect';

interface Overlays {
  readonly open: Overlay | null;
  readonly nodeMenu: NodeMenu | null;
}

export const useOverlays = create<Overlays>(() => ({ open: null, nodeMenu: null }));

export function openOverlay(open: Overlay | null): void {
  useOverlays.setState({ open });
}

export function openNodeMenu(nodeMenu: NodeMenu | null): void {
  useOverlays.setState({ nodeMenu });
}
