import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { lineEndsOf } from '../../ui/code/line-ends.ts';
import { placeIn } from './places.ts';

test.each([
  ['plain', 'a: 1\nb: 2\nc: 3\n'],
  ['Windows', 'a: 1\r\nb: 2\r\nc: 3\r\n'],
  ['mixed', 'a: 1\r\nb: 2\nc: 3\r\n'],
])('a place is the same in an editor: %s line ends', (_, text) => {
  const state = EditorState.create({ doc: text, extensions: lineEndsOf(text).extension });
  for (const value of ['1', '2', '3']) {
    const at = text.indexOf(value);
    expect(state.doc.sliceString(...placeIn(text, [at, at + 1]))).toBe(value);
  }
});
