import type { Terminal } from '@xterm/xterm';
import { copyText } from '../../page/copy.ts';

/**
 * Keys that a focused terminal leaves to the page: F6 moves to the next pane; Ctrl+Shift chords, which type nothing in
 * a terminal, are for copying and the page's shortcuts; Ctrl+Tab goes to the next terminal; Ctrl with plus, minus or
 * zero changes the font size.
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

/** The terminal that a key selects: the nth, counted from 0, or the next or previous one; null for other keys. */
export function terminalStep(event: KeyLike): { nth: number } | { by: -1 | 1 } | null {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.ctrlKey && event.shiftKey && digit) return { nth: Number(digit) - 1 };
  if (event.ctrlKey && event.code === 'Tab') return { by: event.shiftKey ? -1 : 1 };
  // Alternative to Ctrl+Tab, which browsers do not pass on.
  if (event.altKey && event.code === 'PageDown') return { by: 1 };
  if (event.altKey && event.code === 'PageUp') return { by: -1 };
  return null;
}

/** The change of font size that a key asks for: larger, smaller, or reset (0); null for other keys. */
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
