import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startAgents } from '../agents/start.ts';
import { recoverSyncs } from '../landing/recover.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync, previewSync } from './sync.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data }
  two: { role: backend }
  three: { role: frontend, after: [phase-1] }
syncs:
  phase-1: { merges: [one, two], strategy: squash }
  phase-2: { merges: [three] }
`;

const merge = (name: string, options: Parameters<typeof mergeSync>[1]['options'] = {}) =>
  mergeSync(fixture.run, { name, options });
const at = (revision: string) => fixture.git(['rev-parse', revision]);

async function make() {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  fixture.work('one', { 'one.txt': '1\n' });
  fixture.work('one', { 'one.txt': '2\n' });
  fixture.work('two', { 'two.txt': '2\n' });
}

test('a preview that leaves out an unready agent equals the merge without it', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, PLAN);
  fixture.work('one', { 'one.txt': '1\n' });
  const options = { leaveOut: ['two'] };
  const look = (without?: typeof options) =>
    previewSync(fixture.run, { name: 'phase-1', ...(without ? { options } : {}) });
  expect((await look()).outcome).toBe('blocked');
  const preview = await look(options);
  expect([preview.outcome, preview.heads.map(({ agent }) => agent)]).toEqual(['clean', ['one']]);
  const landed = await merge('phase-1', options);
  expect(landed.outcome).toBe('landed');
  expect(fixture.git(['rev-parse', 'feature/x^{tree}'])).toBe(preview.tree);
});

test('merges squashed work again after the branch was moved back by hand', async () => {
  await make();
  const before = at('feature/x');
  const { commit } = await merge('phase-1');
  fixture.git(['update-ref', 'refs/heads/feature/x', before, commit ?? '']);
  const onward = fixture.git(['commit-tree', '-p', before, '-m', 'by hand', `${before}^{tree}`]);
  fixture.git(['update-ref', 'refs/heads/feature/x', onward]);
  fixture.work('one', { 'late.txt': '1\n' });
  const preview = await previewSync(fixture.run, { name: 'phase-1' });
  expect(preview.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['late.txt', 'one.txt']),
  );
});

const CURRENT = { path: 'plans/CURRENT.md' };

test('work after a squash does not conflict with the squashed commits', async () => {
  await make();
  await merge('phase-1');
  const squash = at('feature/x');
  fixture.work('one', { 'one.txt': '3\n', 'a.txt': 'one\n' });
  const preview = await previewSync(fixture.run, { name: 'phase-1' });
  expect(preview).toMatchObject({ outcome: 'clean', heads: [{ agent: 'one' }] });
  expect(preview.files.map(({ path, agents }) => [path, agents])).toEqual([
    ['a.txt', ['one']],
    ['one.txt', ['one']],
    ['plans/CURRENT.md', []],
  ]);
  expect((await merge('phase-1')).outcome).toBe('landed');
  expect(at('feature/x^')).toBe(squash);
  expect(fixture.git(['show', 'feature/x:one.txt'])).toBe('3');
  // With merge commits, only the branch and its own work come in.
  fixture.work('one', { 'one.txt': '4\n' });
  const landed = await merge('phase-1', { strategy: 'merge' });
  expect(landed.outcome).toBe('landed');
  expect(fixture.git(['rev-list', '--parents', '-1', 'feature/x']).split(' ')).toEqual([
    landed.commit,
    at('feature/x~1'),
    at('feature/x-one'),
  ]);
  // A change of the same line by somebody else still conflicts.
  fixture.work('one', { 'a.txt': 'one again\n' });
  fixture.work('two', { 'a.txt': 'two\n' });
  expect(await previewSync(fixture.run, { name: 'phase-1' })).toMatchObject({
    files: [{ path: 'a.txt', outcome: 'conflict', agents: ['one', 'two'] }, CURRENT],
  });
});

test('after a squash the next phase starts from its commit, and lands on it', async () => {
  await make();
  const preview = await previewSync(fixture.run, { name: 'phase-1' });
  expect(preview).toMatchObject({ strategy: 'squash', commits: 3 });
  const before = at('feature/x');
  const { commit } = await merge('phase-1');
  expect(at('feature/x^')).toBe(before);
  const message = fixture.git(['log', '-1', '--format=%B', 'feature/x']);
  for (const agent of ['one', 'two'])
    expect(message).toContain(`- ${agent}: feature/x-${agent} ${at(`feature/x-${agent}`)}`);
  await startAgents(fixture.project, fixture.run.journal, {
    feature: 'x',
    targets: ['phase-2'],
    worktreesOnly: true,
  });
  expect(at('feature/x-three')).toBe(commit);
  expect(existsSync(join(fixture.worktree('three'), 'one.txt'))).toBe(true);
  fixture.work('three', { 'one.txt': '3\n' });
  const next = await previewSync(fixture.run, { name: 'phase-2' });
  expect(next).toMatchObject({ outcome: 'clean', commits: 1 });
  expect(next.files.map(({ path }) => path)).toEqual(['one.txt', 'plans/CURRENT.md']);
  expect((await merge('phase-2')).outcome).toBe('landed');
  expect(fixture.git(['show', 'feature/x:one.txt'])).toBe('3');
  const view = await fixture.run.freshView();
  expect(view.phase).toBeNull();
  expect(view.agents.map(({ state }) => state)).toEqual(['merged', 'merged', 'merged']);
});

test('the strategy of the plan can be overridden', async () => {
  await make();
  expect((await merge('phase-1', { strategy: 'merge' })).outcome).toBe('landed');
  for (const agent of ['one', 'two'])
    fixture.git(['merge-base', '--is-ancestor', `feature/x-${agent}`, 'feature/x']);
});

test('journals leftovers before committing them, and removes locks of a dead git process', async () => {
  await make();
  const worktree = fixture.worktree('one');
  writeFileSync(join(worktree, 'left.txt'), 'left\n');
  const path = worktree;
  const entry = { kind: 'sync.leftovers', sync: 'phase-1', agent: 'one', path } as const;
  await fixture.run.journal.append(entry);
  // As if git had been killed during `git add`, together with the app.
  const lock = join(fixture.git(['rev-parse', '--absolute-git-dir'], worktree), 'index.lock');
  writeFileSync(lock, '');
  await recoverSyncs(fixture.project.repo, fixture.run.journal);
  expect(existsSync(lock)).toBe(false);
  expect((await merge('phase-1', { commitLeftovers: true })).outcome).toBe('landed');
  expect(fixture.git(['show', 'feature/x:left.txt'])).toBe('left');
  const kinds = (await fixture.run.journal.read()).map(({ kind }) => kind);
  expect(kinds.lastIndexOf('sync.leftovers')).toBeLessThan(kinds.indexOf('sync.begin'));
});

test("keeps another user's lock", async () => {
  await make();
  const worktree = fixture.worktree('one');
  const lock = join(fixture.git(['rev-parse', '--absolute-git-dir'], worktree), 'index.lock');
  writeFileSync(lock, '');
  await recoverSyncs(fixture.project.repo, fixture.run.journal);
  expect(existsSync(lock)).toBe(true);
});
