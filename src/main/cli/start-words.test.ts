import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';
import { plannedHere } from './planned-fixture.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(async () => {
  await workspace.remove();
});

const AGENTS = `  one: { role: data, runs: shell }
  two: { role: backend, runs: shell }`;

const planned = (name: string) =>
  plannedHere(workspace, name, { agents: AGENTS, syncs: '  phase-1: { merges: [one, two] }' });

test('where only worktrees were asked for, no session is said to start, stop or have a turn', async () => {
  const at = await planned('w1');
  const made = await at.run('start', 'phase-1', '--worktrees-only');
  expect(made.stderr).toMatch(/^\[2\/2\] Set up the worktree of /m);
  expect(made.stderr).not.toContain('Start');
  expect(made.stdout).toContain('one: no session, feature/f-one in ');
  expect(await at.json('accept', 'one')).toMatchObject({
    code: 1,
    error: { message: '"one" is not ready: it has no commit of its own.' },
  });
  expect((await at.run('stop', 'one')).stdout).toBe('one: had no session\n');
});

test('a session that runs has one state, and is said to be ended whatever became of its work', async () => {
  const at = await planned('w2');
  await at.trust();
  // The host of sessions starts from what is built.
  const first = await at.alone('start', 'phase-1');
  expect(first.stderr).toMatch(/^\[2\/2\] Start (?:one|two)$/m);
  // A shell says nothing of its state.
  await expect.poll(at.states, { timeout: 20_000 }).toEqual({ one: 'unknown', two: 'unknown' });
  const again = JSON.parse((await at.alone('start', 'one', '--json')).stdout);
  expect(again.agents).toMatchObject([{ state: 'unknown' }]);
  await at.work('one', { 'one.txt': '1\n' });
  await at.work('two', { 'two.txt': '2\n' });
  expect(await at.json('sync', 'phase-1', '--merge')).toMatchObject({ outcome: 'landed' });
  const stopped = (await at.alone('stop', '--all')).stdout.trimEnd().split('\n');
  expect(stopped.sort()).toEqual(['one: session ended', 'two: session ended']);
}, 60_000);
