import { expect, test } from 'vitest';
import { counted } from './count-words.ts';

test('a number agrees with its noun', () => {
  expect([0, 1, 2].map((count) => counted(count, 'commit'))).toEqual([
    '0 commits',
    '1 commit',
    '2 commits',
  ]);
  expect([1, 2].map((count) => counted(count, 'branch', 'branches'))).toEqual([
    '1 branch',
    '2 branches',
  ]);
});
