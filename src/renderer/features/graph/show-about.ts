import { type PaneId, useDock } from '../../page/panes.ts';

/** Panes with details of a node, in order of preference. */
const ABOUT: Readonly<Record<'agent' | 'sync', readonly PaneId[]>> = {
  agent: ['inspector'],
  sync: ['sync', 'inspector'],
};

/**
 * Activates a pane with details of the clicked node. Does nothing if such a pane is already visible, or if that would
 * hide the graph or text that the person has begun to write.
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
  // Keep the focus, so that keys still act on the node.
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
