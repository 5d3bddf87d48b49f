import { expect, test } from 'vitest';
import { ReadErrors } from './read-errors.ts';

test('an error counts as read some time after it appeared', () => {
  const errors = new ReadErrors();
  errors.shown(['a'], 0);
  errors.shown(['a', 'b'], 5000);
  expect(errors.read(7999)).toEqual([]);
  expect(errors.read(8000)).toEqual(['a']);
  errors.shown(['b'], 9000);
  expect(errors.read(20_000)).toEqual(['b']);
  // An error that reappears must be readable again for the full time.
  errors.shown(['a', 'b'], 21_000);
  expect(errors.read(22_000)).toEqual(['b']);
});
