import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { startSession, stopSession } from '../agents/agent-sessions.ts';
import { startAgents } from '../agents/start.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync } from '../sync/sync.ts';
import { listWorktrees } from '../worktree/list.ts';
import { restoreWorktree } from '../worktree/restore.ts';
import { cleanProject, removeFromProject } from './clean-up.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

/** Both agents merged, each with a living session. */
async function merged(one: SessionView['activity'], two: SessionView['activity']): Promise<void> {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  const { project, run, sessions } = fixture;
  for (const agent of ['one', 'two']) fixture.work(agent, { [`${agent}.txt`]: 'x\n' });
  const landed = await mergeSync(run, { name: 'phase-1', options: {} });
  expect(landed.outcome).toBe('landed');
  await startSession(run, 'one');
  await startSession(run, 'two');
  sessions.splice(
    0,
    2,
    ...sessions.map((session, at) => ({ ...session, activity: at === 0 ? one : two })),
  );
  vi.spyOn(project.sessions, 'stop').mockImplementation(async ({ agent }) => {
    const at = sessions.findIndex((session) => session.agent === agent && session.alive);
    const session = sessions[at];
    if (session) sessions.splice(at, 1, { ...session, alive: false, activity: 'exited' });
    return session !== undefined;
  });
}

const lives = (agent: string) =>
  fixture.sessions.some((session) => session.agent === agent && session.alive);

test('idle sessions can be ended for a clean-up; one that works is named and kept', async () => {
  await merged('finished', 'working');
  const { project } = fixture;
  const [one, two] = [fixture.worktree('one'), fixture.worktree('two')];
  const sessions = [
    { path: one, feature: 'x', agent: 'one', title: 'One', idle: true, working: false },
    { path: two, feature: 'x', agent: 'two', title: 'Two', idle: false, working: true },
  ];
  // Without a word, nothing is ended.
  expect(await cleanProject(project, { apply: true })).toEqual({
    removed: [],
    kept: [
      { path: one, reason: 'The session of One is open in it, idle.' },
      { path: two, reason: 'The session of Two is at work in it.' },
    ],
    trash: [],
    sessions,
  });
  const asked = await cleanProject(project, { apply: false, endSessions: 'idle' });
  expect(asked).toMatchObject({ removed: [one], kept: [{ path: two }], sessions });
  expect(lives('one')).toBe(true);

  const done = await cleanProject(project, { apply: true, endSessions: 'idle' });
  expect(done).toMatchObject({ removed: [one], kept: [{ path: two }] });
  expect([lives('one'), lives('two')]).toEqual([false, true]);
  expect([existsSync(one), existsSync(two)]).toEqual([false, true]);

  expect(await cleanProject(project, { apply: true, endSessions: 'all' })).toMatchObject({
    removed: [two],
    kept: [],
  });
  expect(lives('two')).toBe(false);
});

test('of a session that cannot be told to work nothing more is said than that it is open', async () => {
  await merged('finished', 'unknown');
  const { kept } = await cleanProject(fixture.project, { apply: false });
  expect(kept.map(({ reason }) => reason)).toEqual([
    'The session of One is open in it, idle.',
    'The session of Two is open in it.',
  ]);
});

test('a session that does not end, or began to work meanwhile, keeps its worktree', async () => {
  await merged('finished', 'finished');
  const { project } = fixture;
  vi.spyOn(project.sessions, 'stop').mockResolvedValue(false);
  const done = await cleanProject(project, { apply: true, endSessions: 'idle' });
  expect(done.removed).toEqual([]);
  expect(existsSync(fixture.worktree('one'))).toBe(true);
});

test('commits that came after the merge are counted, named and kept', async () => {
  await merged('finished', 'finished');
  const { project } = fixture;
  fixture.work('one', { 'late.txt': 'late\n' });
  const view = await fixture.run.view();
  expect(view.agents.map(({ name, state }) => [name, state === 'merged'])).toEqual([
    ['one', false],
    ['two', true],
  ]);
  const listed = await listWorktrees(project.repo, { root: await project.worktreeRoot() });
  const of = (agent: string) => listed.find((one) => one.agent === agent);
  expect([of('one')?.unmerged, of('two')?.unmerged]).toEqual([1, 0]);
  const done = await cleanProject(project, { apply: true, endSessions: 'all' });
  expect(done.kept).toEqual([
    { path: fixture.worktree('one'), reason: 'one has 1 commit that was not merged' },
  ]);
  expect(existsSync(fixture.worktree('one'))).toBe(true);
  // The sync point takes them up when it is merged again, and then the worktree can go.
  const again = await mergeSync(fixture.run, { name: 'phase-1', options: {} });
  expect([again.outcome, again.heads?.map(({ agent }) => agent)]).toEqual(['landed', ['one']]);
  const gone = await cleanProject(project, { apply: true, endSessions: 'all' });
  expect(gone.removed).toEqual([fixture.worktree('one')]);
});

test('an agent whose worktree was removed unmerged starts again once that is restored', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  const { project, run } = fixture;
  fixture.work('one', { 'one.txt': 'mine\n' });
  await startSession(run, 'one');
  fixture.sessions.splice(0, 1);
  await stopSession(project, run, 'one');
  const removed = await removeFromProject(project, fixture.worktree('one'));
  expect(existsSync(fixture.worktree('one'))).toBe(false);
  const again = startAgents(project, run.journal, { feature: 'x', targets: ['one'] });
  await expect(again).rejects.toMatchObject({ code: 'run.removed' });
  await restoreWorktree(project.repo, removed.trash[0] ?? '');
  await startAgents(project, run.journal, { feature: 'x', targets: ['one'] });
  expect(readFileSync(join(fixture.worktree('one'), 'one.txt'), 'utf8')).toBe('mine\n');
  expect(fixture.started.at(-1)?.agent).toBe('one');
});
