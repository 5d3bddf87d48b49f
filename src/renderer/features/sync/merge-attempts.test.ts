import { expect, test } from 'vitest';
import type { SyncResult, VerifyResult } from '../../../shared/contract/sync.ts';
import { type Attempt, standingAttempt } from './merge-attempts.ts';

const merged = (outcome: SyncResult['outcome'], before: string | null = null): Attempt => ({
  what: 'merge',
  before,
  result: { outcome, commit: outcome === 'landed' ? 'c2' : null } as SyncResult,
});
const verified: Attempt = {
  what: 'verification',
  before: null,
  result: { outcome: 'conflict' } as VerifyResult,
};
const predicted = [{ path: 'x', kind: 'contents', agents: ['data'] }];

test('a landing is shown while its commit is the landed one', () => {
  expect(standingAttempt(merged('landed'), { state: 'done', commit: 'c2' })).not.toBeNull();
  expect(standingAttempt(merged('landed'), { state: 'done', commit: 'c9' })).toBeNull();
  expect(standingAttempt(merged('landed'), { state: 'ready', commit: null })).toBeNull();
});

test('an attempt to merge left-out agents is shown although the sync point is done', () => {
  const late = { state: 'done', commit: 'c1' } as const;
  expect(standingAttempt(merged('blocked', 'c1'), late)).not.toBeNull();
  expect(standingAttempt(merged('verify-failed', 'c1'), late)).not.toBeNull();
  // The sync point has landed elsewhere since.
  expect(standingAttempt(merged('blocked'), late)).toBeNull();
});

test('resolved conflicts are no longer shown', () => {
  const point = (change: object) => ({ state: 'ready', commit: null, ...change }) as const;
  for (const attempt of [merged('conflict'), verified]) {
    expect(standingAttempt(attempt, point({}))).toBeNull();
    expect(standingAttempt(attempt, point({ predicted }))).not.toBeNull();
    expect(standingAttempt(attempt, point({ predicting: true }))).not.toBeNull();
    expect(standingAttempt(attempt, point({ state: 'conflict' }))).not.toBeNull();
    expect(standingAttempt(attempt, point({ state: 'waiting' }))).not.toBeNull();
  }
  expect(standingAttempt(merged('verify-failed'), point({}))).not.toBeNull();
  expect(standingAttempt(merged('conflict', 'c1'), { state: 'done', commit: 'c1' })).toBeNull();
});
