import { type PaneId, useDock } from '../../page/panes.ts';

/** Panes that tell of a node, the likeliest first. */
const ABOUT: Readonly<Record<'agent' | 'sync', readonly PaneId[]>> = {
  agent: ['inspector'],
  sync: ['sync', 'inspector'],
};

/** Brings a pane to the front that tells of the node that was clicked, unless one is in view or would hide the graph. */
export function showAbout(kind: keyof typeof ABOUT): void {
  const { dock } = useDock.getState();
  if (!dock || dock.hasMaximizedGroup()) return;
  const panels = ABOUT[kind].flatMap((pane) => dock.getPanel(pane) ?? []);
  const [first] = panels;
  if (!first || panels.some(({ api }) => api.isVisible)) return;
  if (first.group === dock.getPanel('graph')?.group) return;
  const held = document.activeElement;
  first.api.setActive();
  // Keys go on acting on the node.
  if (held instanceof HTMLElement || held instanceof SVGElement)
    held.focus({ preventScroll: true });
}
