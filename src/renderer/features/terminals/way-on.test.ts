import { expect, test } from 'vitest';
import { wayOn } from './way-on.ts';

test('a session that is over is started again only where its worktree is', () => {
  const agent = { state: 'stopped', worktree: '/w', head: 'a1' } as const;
  expect(wayOn(null).kind).toBe('restart');
  expect(wayOn(agent).kind).toBe('restart');
  expect(wayOn({ ...agent, state: 'merged' }).kind).toBe('restart');
  expect(wayOn({ ...agent, worktree: null })).toMatchObject({ kind: 'restore' });
  expect(wayOn({ ...agent, worktree: null, state: 'merged' })).toMatchObject({
    kind: 'none',
    why: expect.stringContaining('merged'),
  });
  expect(wayOn({ ...agent, worktree: null, head: null }).kind).toBe('none');
});
