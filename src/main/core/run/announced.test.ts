import { afterEach, expect, test, vi } from 'vitest';
import { startAgents } from '../agents/start.ts';
import { makeProject, type ProjectFixture, write } from '../project/project-fixture.ts';

// Sessions are announced before they are started: an agent must not be called starting when none follows.

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const GROWN = `version: 1
feature: x
base: main
agents:
  one: { role: data }
  two: { role: backend }
  three: { role: qa }
syncs:
  phase-1: { merges: [one, two, three] }
`;

const states = async () =>
  (await fixture.run.freshView()).agents.map(({ name, state, message }) => [name, state, message]);

test('sessions that cannot be started leave their agents stopped, with the reason', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  vi.spyOn(fixture.project.sessions, 'start').mockRejectedValue(new Error('No terminal is left'));
  const order = { feature: 'x', targets: ['phase-1'] };
  await expect(startAgents(fixture.project, fixture.run.journal, order)).rejects.toThrow();
  expect(await states()).toEqual([
    ['one', 'stopped', 'No terminal is left'],
    ['two', 'stopped', 'No terminal is left'],
  ]);
});

test('a start that is cancelled while worktrees are made leaves those that were there stopped', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  write(fixture.path, { 'plans/x.plan.yaml': GROWN });
  const stop = new AbortController();
  const start = startAgents(fixture.project, fixture.run.journal, {
    feature: 'x',
    targets: ['phase-1'],
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(start).rejects.toThrow();
  expect(await states()).toEqual([
    ['one', 'stopped', 'The start was cancelled.'],
    ['two', 'stopped', 'The start was cancelled.'],
    ['three', 'not-started', null],
  ]);
  expect(fixture.started).toEqual([]);
});
