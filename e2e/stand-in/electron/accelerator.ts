import type { Key } from '../page/messages.ts';

const MODIFIERS: Readonly<Record<string, keyof Pick<Key, 'control' | 'shift' | 'alt' | 'meta'>>> = {
  command: 'meta',
  cmd: 'meta',
  control: 'control',
  ctrl: 'control',
  commandorcontrol: process.platform === 'darwin' ? 'meta' : 'control',
  cmdorctrl: process.platform === 'darwin' ? 'meta' : 'control',
  alt: 'alt',
  option: 'alt',
  altgr: 'alt',
  shift: 'shift',
  super: 'meta',
  meta: 'meta',
};

/** Source: docs/tutorial/keyboard-shortcuts.md, "Available key codes". */
const KEYS: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  return: 'Enter',
  enter: 'Enter',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  escape: 'Escape',
  esc: 'Escape',
};

interface Accelerator {
  readonly modifiers: ReadonlySet<string>;
  readonly key: string;
}

/** Reads an accelerator; what Electron cannot read throws, which there only warns and never fires. */
export function parseAccelerator(text: string): Accelerator {
  const words = text.split('+').map((word) => word.trim());
  const last = words.pop() ?? '';
  const modifiers = words.map((word) => MODIFIERS[word.toLowerCase()]);
  const single = /^[\x21-\x7e]$/.test(last) || /^F(?:[1-9]|1\d|2[0-4])$/i.test(last);
  const key = KEYS[last.toLowerCase()] ?? (single ? last : undefined);
  if (key === undefined || modifiers.includes(undefined)) {
    throw new TypeError(`"${text}" is not an accelerator`);
  }
  return { modifiers: new Set(modifiers.filter((word) => word !== undefined)), key };
}

export function matches(text: string, key: Key): boolean {
  const wanted = parseAccelerator(text);
  const held = (['control', 'shift', 'alt', 'meta'] as const).filter((name) => key[name]);
  const plus = wanted.key === '+';
  // "+" is typed with Shift on most keyboards, "=" without.
  const needed = held.filter((name) => !(plus && name === 'shift'));
  if (needed.length !== wanted.modifiers.size) return false;
  if (!needed.every((name) => wanted.modifiers.has(name))) return false;
  return key.key.toLowerCase() === wanted.key.toLowerCase() || (plus && key.key === '=');
}
