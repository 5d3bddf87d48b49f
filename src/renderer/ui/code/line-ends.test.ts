import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { lineEndsOf } from './line-ends.ts';

/** The text after inserting another text at its start, as a paste does. */
function edited(text: string, insert: string): string {
  const ends = lineEndsOf(text);
  const state = EditorState.create({ doc: text, extensions: ends.extension });
  return ends.textOf(state.update({ changes: { from: 0, insert } }).state);
}

test.each([
  ['plain', 'a\nb\n'],
  ['windows', 'a\r\nb\r\n'],
  ['mixed', 'a\r\nb\nc'],
  ['lone returns', 'a\rb\nc\r'],
  ['empty', ''],
])('what is not edited comes back byte for byte: %s', (_name, text) => {
  expect(edited(text, '')).toBe(text);
});

test('inserted text gets the line ends of the file', () => {
  expect(edited('a\nb\n', 'x\ny\n')).toBe('x\ny\na\nb\n');
  expect(edited('a\r\nb\r\n', 'x\ny\r\n')).toBe('x\r\ny\r\na\r\nb\r\n');
  expect(edited('a\r\nb\n', 'x\n')).toBe('x\na\r\nb\n');
});
