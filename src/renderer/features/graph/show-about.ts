import { type PaneId, useDock } from '../../page/panes.ts';

/** Panes that tell of a node, the likeliest first. */
const ABOUT: Readonly<Record<'agent' | 'sync', readonly PaneId[]>> = {
  agent: ['inspector'],
  sync: ['sync', 'inspector'],
};

/**
 * Brings a pane to the front that tells of the node that was clicked, unless one is in view, would hide the graph, or
 * would hide what a person has begun to write.
 */
export function showAbout(kind: keyof typeof ABOUT): void {
  const { dock } = useDock.getState();
  if (!dock || dock.hasMaximizedGroup()) return;
  const panels = ABOUT[kind].flatMap((pane) => dock.getPanel(pane) ?? []);
  const [first] = panels;
  if (!first || panels.some(({ api }) => api.isVisible)) return;
  if (first.group === dock.getPanel('graph')?.group) return;
  if (hasUnsentText(first.group.activePanel?.id)) return;
  const held = document.activeElement;
  first.api.setActive();
  // Keys go on acting on the node.
  if (held instanceof HTMLElement || held instanceof SVGElement)
    held.focus({ preventScroll: true });
}

function hasUnsentText(pane: string | undefined): boolean {
  const region = document.querySelector(`[data-pane="${pane}"]`);
  const fields = region?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'textarea, input:not([type=checkbox], [type=radio])',
  );
  return [...(fields ?? [])].some(({ value }) => value.trim() !== '');
}
