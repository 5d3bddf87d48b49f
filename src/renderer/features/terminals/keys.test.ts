import { expect, test } from 'vitest';
import { fontStep, type KeyLike, terminalStep } from './keys.ts';

const press = (code: string, held: Partial<KeyLike> = {}): KeyLike => ({
  key: '',
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('chords switch terminals, plain keys do not', () => {
  expect(terminalStep(press('Digit3', { ctrlKey: true, shiftKey: true }))).toEqual({ nth: 2 });
  expect(terminalStep(press('Tab', { ctrlKey: true }))).toEqual({ by: 1 });
  expect(terminalStep(press('Tab', { ctrlKey: true, shiftKey: true }))).toEqual({ by: -1 });
  expect(terminalStep(press('PageUp', { altKey: true }))).toEqual({ by: -1 });
  expect(terminalStep(press('Tab'))).toBeNull();
  expect(terminalStep(press('Digit3', { ctrlKey: true }))).toBeNull();
  expect(terminalStep(press('PageUp'))).toBeNull();
});

test('the font size changes with Ctrl or Command only', () => {
  expect(fontStep(press('Equal', { key: '=', ctrlKey: true }))).toBe(1);
  expect(fontStep(press('Minus', { key: '-', metaKey: true }))).toBe(-1);
  expect(fontStep(press('Digit0', { key: '0', ctrlKey: true }))).toBe(0);
  expect(fontStep(press('Minus', { key: '-' }))).toBeNull();
  expect(fontStep(press('Minus', { key: '-', ctrlKey: true, altKey: true }))).toBeNull();
});
