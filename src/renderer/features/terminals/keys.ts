import type { Terminal } from '@xterm/xterm';
import { copyText } from '../../page/copy.ts';

/**
 * Keys that a terminal with the focus leaves to the page. F6 leaves the terminal, as it leaves panes elsewhere; with
 * Ctrl and Shift nothing is typed, so that copying and the page's own chords work; Ctrl+Tab goes to the next terminal
 * and Ctrl with plus, minus and zero changes the size of the text.
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
    if (text) void copyText(text, 'Copied.');
    return true;
  }
  if (terminalStep(event) !== null || fontStep(event) !== null) return true;
  return chord && !event.key.startsWith('Arrow');
}

/** The terminal that a key leads to: the nth from 0, or one beside; null for other keys. */
export function terminalStep(event: KeyLike): { nth: number } | { by: -1 | 1 } | null {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.ctrlKey && event.shiftKey && digit) return { nth: Number(digit) - 1 };
  if (event.ctrlKey && event.code === 'Tab') return { by: event.shiftKey ? -1 : 1 };
  // Browsers keep Ctrl+Tab for themselves.
  if (event.altKey && event.code === 'PageDown') return { by: 1 };
  if (event.altKey && event.code === 'PageUp') return { by: -1 };
  return null;
}

/** Larger, smaller, or as at first (0); null for other keys. */
export function fontStep(event: KeyLike): -1 | 0 | 1 | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.key === '+' || event.key === '=') return 1;
  if (event.key === '-') return -1;
  return event.key === '0' ? 0 : null;
}

export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'
>;
