import { expect, test } from 'vitest';
import { noTextWords, viewedWords } from './review-words.ts';

test('a file without text says why', () => {
  const versions = { binary: false, tooLarge: false, before: 'a', after: 'b' };
  const sizes = { beforeBytes: null, afterBytes: 3_000_000 };
  expect(noTextWords({ kind: 'changed' }, { ...versions, ...sizes })).toBeNull();
  expect(noTextWords({ kind: 'added' }, { ...versions, ...sizes, tooLarge: true })).toBe(
    'Too large to show (over 2 MB): none before, 3.0 MB after.',
  );
  const same = { before: 'a', after: 'a' };
  expect(noTextWords({ kind: 'renamed' }, { ...versions, ...sizes, ...same })).toBe(
    'Only its name changed.',
  );
  const ends = { before: 'a\r\nb', after: 'a\nb' };
  expect(noTextWords({ kind: 'changed' }, { ...versions, ...sizes, ...ends })).toBe(
    'Only its line ends changed.',
  );
  expect(noTextWords({ kind: 'mode' }, { ...versions, ...sizes })).toBe('Only its mode changed.');
});

test('counts the viewed files', () => {
  expect(viewedWords([{ viewed: true }, { viewed: false }])).toBe('1 of 2 viewed');
});
