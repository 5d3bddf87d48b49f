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

/** Title of each pane, used for its tab, its landmark and the button that opens it. */
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
  // Activating a pane also focuses it, so skip that when it is already visible.
  if (panel && !panel.api.isVisible) panel.api.setActive();
}

/** Selectors of the element to focus when a key opens the pane, in order of preference; else the pane itself. */
const ENTRANCES: Partial<Record<PaneId, readonly string[]>> = {
  graph: ['.react-flow__node.selected', '.react-flow__node', '[data-canvas]', 'button'],
  terminals: ['textarea'],
  inbox: ['li button'],
};

/** Brings a pane to the front and focuses it. */
export function enterPane(pane: PaneId): void {
  showPane(pane);
  // A hidden pane renders its content only with the next frame.
  requestAnimationFrame(() => {
    const region = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);
    const entrance = ENTRANCES[pane]
      ?.map((selector) => region?.querySelector<HTMLElement>(selector))
      .find((element) => element != null);
    (entrance ?? region)?.focus();
    if (region) flash(region);
  });
}

/** Whether a pane is at the front of its group and therefore visible. */
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
