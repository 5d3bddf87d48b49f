import { expect, test } from 'vitest';
import { visible, visibleLines } from './visible.ts';

test.each([
  ['a\nb', 'a\\u{a}b'],
  ['\x1b[31mred', '\\u{1b}[31mred'],
  ['\u202ereversed', '\\u{202e}reversed'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['line\u2028end', 'line\\u{2028}end'],
  ['👩\u200d💻 ünï', '👩\u200d💻 ünï'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(visible(shown)).toBe(shown);
});

test('lines and tabs of a text stay', () => {
  expect(visibleLines('one\n\ttwo\r\nthree\x1b')).toBe('one\n\ttwo\r\nthree\\u{1b}');
});
