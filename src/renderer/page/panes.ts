import type { DockviewApi } from 'dockview-react';
import { useCallback, useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { flash } from './reveal.ts';

export const PANES = [
  'graph',
  'terminals',
  'inspector',
  'inbox',
  'sync',
  'worktrees',
  'journal',
  'problems',
] as const;
export type PaneId = (typeof PANES)[number];

/** What each pane is called: its tab, its landmark and the button that opens it. */
export const PANE_TITLES: Readonly<Record<PaneId, string>> = {
  graph: 'Plan graph',
  terminals: 'Terminals',
  inspector: 'Inspector',
  inbox: 'Inbox',
  sync: 'Sync',
  worktrees: 'Worktrees',
  journal: 'Journal',
  problems: 'Problems',
};

export const useDock = create<{ readonly dock: DockviewApi | null }>(() => ({ dock: null }));

/** Brings a pane to the front of its group. */
export function showPane(pane: PaneId): void {
  const panel = useDock.getState().dock?.getPanel(pane);
  // Activating takes the focus, which a pane that is in view already has no reason to do.
  if (panel && !panel.api.isVisible) panel.api.setActive();
}

/** What of a pane gets the focus when a key leads there, the likeliest first; the pane itself where none is there. */
const ENTRANCES: Partial<Record<PaneId, readonly string[]>> = {
  graph: ['.react-flow__node.selected', '.react-flow__node', '[data-canvas]', 'button'],
  terminals: ['textarea'],
  inbox: ['li button'],
};

/** Brings a pane to the front and the focus into it. */
export function enterPane(pane: PaneId): void {
  showPane(pane);
  // A pane that was hidden has its content with the next frame.
  requestAnimationFrame(() => {
    const region = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);
    const entrance = ENTRANCES[pane]
      ?.map((selector) => region?.querySelector<HTMLElement>(selector))
      .find((element) => element != null);
    (entrance ?? region)?.focus();
    if (region) flash(region);
  });
}

/** Whether a pane is at the front of its group, so that what it shows can be seen. */
export function usePaneVisible(pane: PaneId): boolean {
  const dock = useDock((state) => state.dock);
  const subscribe = useCallback(
    (changed: () => void) => {
      const listening = dock?.getPanel(pane)?.api.onDidVisibilityChange(changed);
      return () => listening?.dispose();
    },
    [dock, pane],
  );
  return useSyncExternalStore(subscribe, () => dock?.getPanel(pane)?.api.isVisible ?? false);
}
