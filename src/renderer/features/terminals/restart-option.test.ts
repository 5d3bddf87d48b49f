import { expect, test } from 'vitest';
import { restartOption } from './restart-option.ts';

test('a session that is over is started again only where its worktree is', () => {
  const agent = { state: 'stopped', worktree: '/w', head: 'a1' } as const;
  expect(restartOption(null).kind).toBe('restart');
  expect(restartOption(agent).kind).toBe('restart');
  expect(restartOption({ ...agent, state: 'merged' }).kind).toBe('restart');
  expect(restartOption({ ...agent, worktree: null })).toMatchObject({ kind: 'restore' });
  expect(restartOption({ ...agent, worktree: null, state: 'merged' })).toMatchObject({
    kind: 'none',
    why: expect.stringContaining('merged'),
  });
  expect(restartOption({ ...agent, worktree: null, head: null }).kind).toBe('none');
});
