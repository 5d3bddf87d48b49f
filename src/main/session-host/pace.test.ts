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

test('while somebody types the same output waits longer, and no longer once they have stopped', () => {
  let now = 0;
  const pace = new Pace(() => now);
  pace.take(MEGABYTE);
  pace.typed();
  const typing = pace.take(64 * 1024);
  expect(typing).toBeGreaterThan(100);
  expect(typing).toBeLessThan(200);
  now += 5000;
  expect(pace.take(64 * 1024)).toBe(0);
});
