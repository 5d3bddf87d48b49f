import { expect, test } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { endOf } from './entries.ts';

test('a stopped session mentions its files only if its worktree exists', () => {
  const stopped = { alive: false, exit: { asked: true } } as unknown as SessionView;
  expect(endOf(stopped, { worktree: '/w' })).toBe('Stopped. Its files and commits are kept.');
  expect(endOf(stopped, { worktree: null })).toBe('Stopped.');
  expect(endOf(stopped, null)).toContain('are kept');
});
