import { expect, test } from 'vitest';
import { isReadyByFacts, readyWords } from './ready.ts';

test('names missing facts, and who accepted ready work', () => {
  expect(readyWords({ missing: ['turn', 'clean'], accepted: null })).toBe(
    'Not yet: its turn has not ended, it has uncommitted changes',
  );
  expect(readyWords({ missing: [], accepted: null })).toBe('Ready by facts');
  expect(readyWords({ missing: [], accepted: 'person' })).toBe('Ready, accepted');
  expect(readyWords({ missing: [], accepted: 'rule' })).toContain('rule of the plan');
});

test('nothing is ready without a worktree', () => {
  expect(isReadyByFacts({ ready: null })).toBe(false);
});
