import { expect, test } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { endOf } from './entries.ts';

test('files are said to be as a stopped session left them only where its worktree is', () => {
  const stopped = { alive: false, exit: { asked: true } } as unknown as SessionView;
  expect(endOf(stopped, { worktree: '/w' })).toBe('Stopped. Its files and commits are kept.');
  expect(endOf(stopped, { worktree: null })).toBe('Stopped.');
  expect(endOf(stopped, null)).toContain('are kept');
});
