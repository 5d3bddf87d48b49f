import type { Terminal } from '@xterm/xterm';

/**
 * Keys that a terminal with the focus leaves to the page. F6 leaves the terminal, as it leaves panes elsewhere; with
 * Ctrl and Shift nothing is typed, so that copying and the page's own chords work.
 */
export function isForPage(event: KeyboardEvent, terminal: Terminal): boolean {
  if (event.type !== 'keydown') return false;
  if (event.key === 'F6') {
    const pane = terminal.element?.closest<HTMLElement>('[data-terminal-pane]');
    pane?.focus();
    event.preventDefault();
    return true;
  }
  const chord = event.ctrlKey && event.shiftKey;
  if (chord && event.code === 'KeyC') {
    event.preventDefault();
    const text = terminal.getSelection();
    // Without permission to write the clipboard the person still has the browser's own menu.
    if (text) navigator.clipboard.writeText(text).catch(() => undefined);
    return true;
  }
  return chord && !event.key.startsWith('Arrow');
}
