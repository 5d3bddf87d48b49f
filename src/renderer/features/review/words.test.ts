import { expect, test } from 'vitest';
import { noTextWords, sizeWords, viewedWords } from './words.ts';

test('sizes are said with their units', () => {
  expect([null, 12, 1500, 2_340_000].map(sizeWords)).toEqual(['none', '12 B', '1.5 kB', '2.3 MB']);
});

test('what has no text says why', () => {
  const versions = { binary: false, tooLarge: false, before: 'a', after: 'b' };
  const sizes = { beforeBytes: null, afterBytes: 3_000_000 };
  expect(noTextWords({ kind: 'changed' }, { ...versions, ...sizes })).toBeNull();
  expect(noTextWords({ kind: 'added' }, { ...versions, ...sizes, tooLarge: true })).toBe(
    'Too large to show (over 2 MB): none before, 3.0 MB after.',
  );
  expect(noTextWords({ kind: 'mode' }, { ...versions, ...sizes })).toBe('Only its mode changed.');
});

test('how far one is', () => {
  expect(viewedWords([{ viewed: true }, { viewed: false }])).toBe('1 of 2 viewed');
});
