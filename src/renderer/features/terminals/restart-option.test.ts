import { expect, test } from 'vitest';
import { restartOption } from './restart-option.ts';

test('an ended session can restart only if its worktree exists', () => {
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
