import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { foldJournal } from '../journal/facts.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync } from '../sync/sync.ts';
import { findStrays, noteStrays } from './stray-files.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

/** Agent `one` has a session that tells of files it changed, by absolute paths. */
async function make(paths: readonly string[]): Promise<void> {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  for (const agent of ['one', 'two']) fixture.work(agent, { [`${agent}.txt`]: '1\n' });
  const { project, sessions } = fixture;
  await project.sessions.start({
    project: project.repo.id,
    feature: 'x',
    agent: 'one',
    spec: { role: 'data' },
    cwd: fixture.worktree('one'),
    briefing: '',
    env: {},
  });
  const strays = paths.map((path, at) => ({ path: join(fixture.root, path), at }));
  sessions.splice(0, 1, { ...(sessions[0] as SessionView), activity: 'finished', strays });
}

const view = async () => {
  const { agents, syncs, inbox } = await fixture.run.freshView();
  const scope = syncs[0]?.gate.find(({ id }) => id === 'in-scope');
  const waiting = inbox.filter(({ agent }) => agent !== null);
  return { strays: agents.map(({ strays }) => strays.length), scope, inbox: waiting };
};

test("a write into another's worktree is told, keeps the merge back until a reason is given, and outlives the session", async () => {
  await make(['app-two/sub/gone.txt', 'app-one/own.txt', 'elsewhere.txt']);
  expect(await view()).toMatchObject({
    strays: [1, 0],
    scope: { state: 'fail', message: "Changed in another's worktree: One (sub/gone.txt of Two)." },
    inbox: [
      { agent: 'one', kind: 'stray', message: 'sub/gone.txt in the worktree of Two' },
      { agent: 'one', kind: 'finished' },
    ],
  });
  await noteStrays(fixture.run);
  await noteStrays(fixture.run);
  fixture.sessions.length = 0;
  expect((await view()).strays).toEqual([1, 0]);
  const merge = (overrides: { item: string; reason: string }[]) =>
    mergeSync(fixture.run, { name: 'phase-1', options: { overrides } });
  const before = fixture.git(['rev-parse', 'feature/x']);
  expect((await merge([])).outcome).toBe('blocked');
  expect(fixture.git(['rev-parse', 'feature/x'])).toBe(before);
  expect((await merge([{ item: 'in-scope', reason: 'seen' }])).outcome).toBe('landed');
  expect((await view()).inbox.filter(({ kind }) => kind === 'stray')).toEqual([]);
});

test("whose worktree was written in is kept back, too, when the writer's work is left out", async () => {
  await make(['app-two/x']);
  const options = { leaveOut: ['one'] };
  const result = await mergeSync(fixture.run, { name: 'phase-1', options });
  expect(result).toMatchObject({ outcome: 'blocked' });
});

test('a write in the main checkout is told and keeps nothing back', async () => {
  await make(['app/a.txt']);
  expect(await view()).toMatchObject({
    strays: [1, 0],
    scope: { state: 'pass' },
    inbox: [{ kind: 'stray', message: 'a.txt in the main checkout' }, { kind: 'finished' }],
  });
});

test('an agent that is made anew starts without what it did before', async () => {
  await make(['app-two/x']);
  await noteStrays(fixture.run);
  const entries = await fixture.run.journal.read();
  const creating = entries.find((entry) => entry.kind === 'agent.creating');
  expect(foldJournal(entries).strays).toHaveLength(1);
  expect(foldJournal([...entries, creating as (typeof entries)[number]]).strays).toEqual([]);
  const facts = foldJournal([...entries, creating as (typeof entries)[number]]);
  expect(await findStrays(fixture.project, 'x', facts)).toEqual([]);
});
