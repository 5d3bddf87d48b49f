import { expect, test } from 'vitest';
import { completed, offered } from './completion.ts';

const commands = ['backend', 'designer', 'redesign'].map((name) => ({
  name,
  kind: 'command' as const,
  description: '',
}));
const names = (text: string, caret = text.length) =>
  offered(text, caret, commands).map(({ name }) => name);

test('offers commands for the first word only, prefix matches first', () => {
  expect(names('/')).toEqual(['backend', 'designer', 'redesign']);
  expect(names('/des')).toEqual(['designer', 'redesign']);
  expect(names('/Back')).toEqual(['backend']);
  expect(names('/backend')).toEqual([]);
  expect(names('/des the card')).toEqual([]);
  expect(names('/des the card', 4)).toEqual(['designer', 'redesign']);
  expect(names('look at /des')).toEqual([]);
  expect(names('')).toEqual([]);
});

test('a chosen command replaces the typed word and keeps the rest', () => {
  const [, designer] = commands;
  if (!designer) throw new Error('no command');
  expect(completed('/des', 4, designer)).toBe('/designer ');
  expect(completed('/des the card', 4, designer)).toBe('/designer the card');
});
