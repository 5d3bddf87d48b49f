import { expect, test } from 'vitest';
import { agedWords, agoWords, leftWords, longWords, sizeWords } from './measure.ts';

test('sizes have a unit', () => {
  expect([null, 12, 1500, 2_340_000, 5_000_000_000].map(sizeWords)).toEqual([
    'none',
    '12 B',
    '1.5 kB',
    '2.3 MB',
    '5.0 GB',
  ]);
});

test('times are shown in their largest unit', () => {
  const now = 1_000_000_000;
  const ago = (minutes: number) => agoWords(now - minutes * 60_000, now);
  expect([0, 1, 59, 60, 60 * 24, 60 * 50].map(ago)).toEqual([
    'just now',
    '1 minute ago',
    '59 minutes ago',
    '1 hour ago',
    '1 day ago',
    '2 days ago',
  ]);
  expect(leftWords(now + 60_000, now)).toBe('1 day left');
  expect(leftWords(now - 60_000, now)).toBe('0 days left');
});

test('durations are shortened, and shown from one minute on', () => {
  const long = (minutes: number) => longWords(minutes * 60_000);
  expect([0.9, 1, 59, 60, 60 * 23, 60 * 49].map(long)).toEqual([
    null,
    '1 min',
    '59 min',
    '1 h',
    '23 h',
    '2 d',
  ]);
});

test('ages below a minute count in seconds', () => {
  expect([-5, 400, 3200, 59_000, 61_000].map(agedWords)).toEqual([
    '1 s',
    '1 s',
    '3 s',
    '59 s',
    '1 min',
  ]);
});
