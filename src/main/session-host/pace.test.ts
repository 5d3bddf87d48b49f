import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

const MEGABYTE = 1024 * 1024;

test('a burst passes at once, what follows waits for all that was taken before it', () => {
  const pace = new Pace();
  expect(pace.take(MEGABYTE / 2)).toBe(0);
  const wait = pace.take(MEGABYTE);
  expect(wait).toBeGreaterThan(200);
  expect(pace.take(MEGABYTE)).toBeGreaterThan(wait);
});
