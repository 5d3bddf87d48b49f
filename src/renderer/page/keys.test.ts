import { expect, test } from 'vitest';
import { chordOf, chordWords } from './keys.ts';

const press = (key: string, held: { ctrl?: true; meta?: true; shift?: true; alt?: true } = {}) =>
  chordOf({
    key,
    ctrlKey: held.ctrl ?? false,
    metaKey: held.meta ?? false,
    shiftKey: held.shift ?? false,
    altKey: held.alt ?? false,
  });

test('a letter gives the same chord on every keyboard', () => {
  expect(press('z', { ctrl: true })).toBe('Mod+Z');
  expect(press('z', { meta: true })).toBe('Mod+Z');
  expect(press('Z', { ctrl: true, shift: true })).toBe('Mod+Shift+Z');
});

test('Shift is named only if it does not change the character', () => {
  expect(press('?', { shift: true })).toBe('?');
  expect(press('F10', { shift: true })).toBe('Shift+F10');
  expect(press('a')).toBe('A');
});

test('chords are shown as labelled on this keyboard', () => {
  expect(chordWords('Mod+K', false)).toBe('Ctrl+K');
  expect(chordWords('Mod+K', true)).toBe('⌘+K');
});
