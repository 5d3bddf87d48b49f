import { expect, test } from 'vitest';
import { ReadErrors } from './read-errors.ts';

test('an error gives way once it could be read, counted from when it came', () => {
  const errors = new ReadErrors();
  errors.shown(['a'], 0);
  errors.shown(['a', 'b'], 5000);
  expect(errors.read(7999)).toEqual([]);
  expect(errors.read(8000)).toEqual(['a']);
  errors.shown(['b'], 9000);
  expect(errors.read(20_000)).toEqual(['b']);
  // Shown again after it was gone, it is to be read again.
  errors.shown(['a', 'b'], 21_000);
  expect(errors.read(22_000)).toEqual(['b']);
});
