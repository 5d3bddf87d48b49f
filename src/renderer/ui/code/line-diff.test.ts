import { expect, test } from 'vitest';
import { lineDiff, placeIn } from './line-diff.ts';

const a = ['one', 'two', 'three', 'four', 'five'];
const b = ['one', '2', '2b', '2c', '2d', 'three', 'five'];

test('differences cover whole lines', () => {
  expect(lineDiff(a, b)).toEqual([
    { fromA: 1, toA: 2, fromB: 1, toB: 5 },
    { fromA: 3, toA: 4, fromB: 6, toB: 6 },
  ]);
  expect(lineDiff(a, a)).toEqual([]);
  expect(lineDiff([], ['x'])).toEqual([{ fromA: 0, toA: 0, fromB: 0, toB: 1 }]);
});

test('lines map one to one between changes and are interpolated within them', () => {
  const changes = lineDiff(a, b);
  expect([0, 1, 1.5, 2, 3, 4, 4.5].map((line) => placeIn(changes, line))).toEqual([
    0, 1, 3, 5, 6, 6, 6.5,
  ]);
});
