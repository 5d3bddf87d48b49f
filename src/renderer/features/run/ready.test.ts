import { expect, test } from 'vitest';
import { isReadyByFacts, readyWords } from './ready.ts';

test('what is missing is named, and who accepted what is ready', () => {
  expect(readyWords({ missing: ['turn', 'clean'], accepted: null })).toBe(
    'Not yet: its turn has not ended, it has uncommitted changes',
  );
  expect(readyWords({ missing: [], accepted: null })).toBe('Ready by facts');
  expect(readyWords({ missing: [], accepted: 'person' })).toBe('Ready, accepted');
  expect(readyWords({ missing: [], accepted: 'rule' })).toContain('rule of the plan');
});

test('before there is a worktree nothing is ready', () => {
  expect(isReadyByFacts({ ready: null })).toBe(false);
});
