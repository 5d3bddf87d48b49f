import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { foldJournal } from '../journal/facts.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync } from '../sync/sync.ts';
import { acceptWork } from './accept.ts';
import { startAgents } from './start.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data }
  two: { role: backend, after: [one] }
syncs:
  phase-1: { merges: [two] }
`;
const accept = (agent: string) => acceptWork(fixture.run, { agent, on: true });
const soon = { timeout: 20_000 };
const queued = async () => (await fixture.run.facts()).queue.get('two') ?? null;

test('an open project starts a queued agent by itself once it can, from the accepted commit', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  expect(await queued()).toMatchObject({ worktreesOnly: true, problem: null });
  fixture.project.keepUp();
  const tip = fixture.work('one', { 'one.txt': '1\n' });
  await accept('one');
  await expect.poll(() => existsSync(fixture.worktree('two')), soon).toBe(true);
  expect(fixture.git(['rev-parse', 'feature/x-two'])).toBe(tip);
  await expect.poll(queued, soon).toBeNull();
  expect(fixture.started).toEqual([]);
});

test('a rule of the plan accepts a finished turn, and a session is started where one was asked for', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, `${PLAN}accept: facts\n`);
  const phase = { feature: 'x', targets: ['phase-1'] };
  const again = await startAgents(fixture.project, fixture.run.journal, phase);
  expect(again.agents).toMatchObject([{ name: 'one' }, { name: 'two', state: 'queued' }]);
  fixture.work('one', { 'one.txt': '1\n' });
  expect((await fixture.run.freshView()).agents[0]?.ready?.accepted).toBeNull();
  const followed = vi.spyOn(fixture.run, 'subscribe');
  fixture.project.keepUp();
  await expect.poll(() => followed.mock.calls.length, soon).toBe(1);
  const [session] = fixture.sessions;
  fixture.sessions.splice(0, 1, { ...session, activity: 'finished' } as never);
  fixture.run.changed();
  await expect.poll(() => fixture.started.map(({ agent }) => agent), soon).toEqual(['one', 'two']);
  expect(fixture.started[1]?.briefing).toContain('You continue from the agent "one"');
});

test('one that cannot be started keeps its place with the reason, is tried once, and again when asked', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  mkdirSync(fixture.worktree('two'));
  fixture.work('one', { 'one.txt': '1\n' });
  await accept('one');
  fixture.project.keepUp();
  await expect.poll(async () => (await queued())?.problem, soon).toContain('in the way');
  const view = await fixture.run.freshView();
  expect(view.agents[1]).toMatchObject({
    state: 'queued',
    waitsFor: expect.stringContaining('in the way'),
  });
  rmSync(fixture.worktree('two'), { recursive: true });
  await startAgents(fixture.project, fixture.run.journal, {
    feature: 'x',
    targets: ['two'],
    worktreesOnly: true,
  });
  expect(existsSync(fixture.worktree('two'))).toBe(true);
  const entries = await fixture.run.journal.read();
  expect(entries.filter((entry) => entry.kind === 'agent.queued' && entry.problem)).toHaveLength(1);
  expect(foldJournal(entries).queue.size).toBe(0);
});

test('a plan that is wrong for a while holds the queue no longer than that', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  const { project, run } = fixture;
  const file = 'plans/x.plan.yaml';
  await project.editor(file);
  const write = (text: string) => writeFileSync(join(fixture.path, file), text);
  project.keepUp();
  write(PLAN.replace('after: [one]', 'after: [nobody]'));
  const two = async () => (await run.freshView()).agents[1];
  const waits = { state: 'queued', waitsFor: expect.stringContaining('which is not in the plan') };
  await expect.poll(two, soon).toMatchObject(waits);
  fixture.work('one', { 'one.txt': '1\n' });
  // An error of somebody else holds it too, and is not kept as the reason of this one.
  write(PLAN.replace('{ role: data }', '{ role: data, after: [nowhere] }'));
  const looked = vi.spyOn(project, 'plan');
  await accept('one');
  await expect.poll(() => looked.mock.calls.length, soon).toBeGreaterThan(0);
  expect((await queued())?.problem).toBeNull();
  write(PLAN);
  await expect.poll(() => existsSync(fixture.worktree('two')), soon).toBe(true);
});

test('a start that meets another start of the same agent is content with what that one made', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  fixture.work('one', { 'one.txt': '1\n' });
  await accept('one');
  const start = () =>
    startAgents(fixture.project, fixture.run.journal, {
      feature: 'x',
      targets: ['phase-1'],
      worktreesOnly: true,
    });
  const both = await Promise.all([start(), start(), start()]);
  for (const { agents } of both)
    expect(agents).toMatchObject([{ name: 'one' }, { name: 'two', state: 'stopped' }]);
  expect((await fixture.run.facts()).agents.get('two')?.worktree).toBe('ready');
});

test('one that continues from an agent without the sync point it waits for says so, and starts once that is merged', async () => {
  const beside = `version: 1
feature: x
base: main
agents:
  zero: { role: data }
  one: { role: data }
  two: { role: backend, after: [one, p0] }
syncs:
  p0: { merges: [zero] }
  phase-1: { merges: [two] }
`;
  fixture = await makeProject({ 'a.txt': 'a\n' }, beside);
  const start = (target: string) =>
    startAgents(fixture.project, fixture.run.journal, {
      feature: 'x',
      targets: [target],
      worktreesOnly: true,
    });
  await start('p0');
  fixture.work('zero', { 'zero.txt': '0\n' });
  fixture.work('one', { 'one.txt': '1\n' });
  await accept('one');
  await mergeSync(fixture.run, { name: 'p0', options: {} });
  fixture.project.keepUp();
  const view = async () => (await fixture.run.freshView()).agents[2];
  const toDo = {
    waitsFor: 'One, which does not hold P0',
    message: expect.stringContaining('Merge feature/x into feature/x-one'),
  };
  await expect.poll(view, soon).toMatchObject({ state: 'queued', ...toDo });
  await expect(start('two')).rejects.toMatchObject({
    code: 'run.locked',
    message: '"two" waits for one, which does not hold P0.',
    remedy: toDo.message,
  });
  fixture.git(['merge', '--quiet', '--no-edit', 'feature/x'], fixture.worktree('one'));
  expect(await view()).toMatchObject({ waitsFor: 'One, which is to be accepted', message: null });
  await accept('one');
  await expect.poll(() => existsSync(fixture.worktree('two')), soon).toBe(true);
  expect(await queued()).toBeNull();
});
