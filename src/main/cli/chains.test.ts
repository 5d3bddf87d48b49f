import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

let count = 0;
const planned = (agents: string, syncs: string) => {
  count += 1;
  return plannedHere(workspace, `c${count}`, { agents, syncs });
};

test('a chain of three goes from its first start to its landing, one link after the other', async () => {
  const at = await planned(
    `  one: { role: data }
  two: { role: backend, after: [one] }
  three: { role: qa, after: [two] }`,
    '  done: { merges: [three] }',
  );
  expect(await at.json('plan', 'lint')).toMatchObject({ code: 0, findings: [] });
  const first = await at.start('done');
  expect(first.code).toBe(0);
  expect(first.agents).toMatchObject([
    { name: 'one', state: 'stopped' },
    { name: 'two', state: 'queued', worktree: null, waitsFor: 'One, which has no commit yet' },
    { name: 'three', state: 'queued', waitsFor: expect.stringContaining('Two') },
  ]);
  // Nothing can start, and nothing is half made.
  expect(await at.json('start', 'two', '--worktrees-only')).toMatchObject({
    code: 1,
    error: { code: 'run.locked', message: '"two" waits for one, which has no commit yet.' },
  });
  const tip = await at.work('one', { 'one.txt': '1\n' });
  expect(await at.states()).toEqual({
    one: 'stopped',
    two: 'queued: One, which is to be accepted',
    three: 'queued: Two, which is queued itself',
  });
  expect(await at.json('sync', 'done', '--merge')).toMatchObject({ code: 1, outcome: 'blocked' });
  expect(await at.json('accept', 'one')).toMatchObject({ code: 0, agents: [{ name: 'one' }] });
  expect((await at.states())['two']).toBe('queued');
  await at.start('done');
  expect((await at.git('rev-parse', 'feature/f-two')).trim()).toBe(tip);
  await at.work('two', { 'two.txt': '2\n', 'one.txt': 'more\n' });
  await at.json('accept', 'two');
  await at.start('done');
  await at.work('three', { 'three.txt': '3\n' });
  const status = await at.json('status');
  expect(status.phase).toBe('done');
  expect(status.radar).toEqual([]);
  expect(status.agents.map(({ commits }: { commits: number }) => commits)).toEqual([1, 1, 1]);
  expect(status.syncs).toMatchObject([{ name: 'done', state: 'ready' }]);

  const preview = await at.json('sync', 'done', '--preview');
  expect(preview).toMatchObject({ code: 0, outcome: 'clean', commits: 3, makes: 1 });
  expect(preview.heads.map(({ agent }: { agent: string }) => agent)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(await at.json('sync', 'done', '--merge', '--leave-out', 'one')).toMatchObject({
    code: 1,
    error: { code: 'sync.carried', message: expect.stringContaining('"two" continues from it') },
  });
  const landed = await at.json('sync', 'done', '--merge');
  expect(landed).toMatchObject({ code: 0, outcome: 'landed' });
  const merges = await at.git('rev-list', '--merges', '--count', 'feature/f');
  expect(merges.trim()).toBe('1');
  expect(await at.git('show', 'feature/f:plans/CURRENT.md')).toMatch(/One .*Two .*Three .*merged/);
  expect(await at.states()).toEqual({ one: 'merged', two: 'merged', three: 'merged' });
  expect((await at.json('status')).phase).toBeNull();
  expect(await at.json('sync', 'done', '--undo')).toMatchObject({ code: 0, outcome: 'undone' });
  expect(await at.states()).toEqual({ one: 'stopped', two: 'stopped', three: 'stopped' });
  expect(await at.json('sync', 'done', '--merge')).toMatchObject({ outcome: 'landed' });
  const cleaned = await at.json('worktrees', 'clean', '--yes');
  expect(cleaned.removed).toHaveLength(3);
  expect(await at.git('branch', '--list', 'feature/f-*')).toBe('');
});

test('one that goes on after its successor began is merged first, and its work is not lost', async () => {
  const at = await planned(
    `  one: { role: data }
  two: { role: backend, after: [one] }`,
    '  done: { merges: [two] }',
  );
  await at.start('done');
  await at.work('one', { 'one.txt': '1\n' });
  await at.json('accept', 'one');
  await at.start('done');
  await at.work('two', { 'two.txt': '2\n' });
  const late = await at.work('one', { 'late.txt': 'late\n' });
  // What is not committed holds the gate up, whoever's it is.
  await writeFile(join(workspace.folder, `c${count}-one`, 'a.txt'), 'half\n');
  const blocked = await at.json('sync', 'done', '--merge');
  expect(blocked).toMatchObject({
    code: 1,
    outcome: 'blocked',
    message: expect.stringContaining('One'),
  });
  await at.work('one', { 'a.txt': 'whole\n' });
  expect(await at.json('sync', 'done', '--merge')).toMatchObject({ code: 0, outcome: 'landed' });
  const subjects = await at.git('log', '--first-parent', '--format=%s', 'main..feature/f');
  expect(subjects.trim().split('\n')).toEqual([
    'Merge feature/f-two into feature/f',
    'Merge feature/f-one into feature/f',
  ]);
  await at.git('merge-base', '--is-ancestor', late, 'feature/f');
  expect(await at.git('show', 'feature/f:a.txt')).toBe('whole');
});

test('two that continue from the same one take it along with the earlier of their phases', async () => {
  const at = await planned(
    `  base: { role: data }
  early: { role: backend, after: [base] }
  late: { role: frontend, after: [base, first] }`,
    '  second: { merges: [late] }\n  first: { merges: [early] }',
  );
  const { phases } = await at.json('plan', 'show');
  expect(phases).toMatchObject([
    { name: 'first', agents: ['base', 'early'] },
    { name: 'second', agents: ['late'] },
  ]);
  const { stdout } = await at.run('plan', 'show');
  expect(stdout.split('\n')).toEqual([
    'f (from main)',
    '1. first: base → early',
    '2. second: late (continues from base) (after first)',
    '',
  ]);
  await at.start('first');
  await at.work('base', { 'base.txt': 'b\n' });
  await at.json('accept', 'base');
  await at.start('first');
  await at.work('early', { 'early.txt': 'e\n' });
  expect(await at.json('sync', 'first', '--merge')).toMatchObject({ outcome: 'landed' });
  const second = await at.start('second');
  expect(second.agents).toMatchObject([{ name: 'late', state: 'stopped' }]);
  const [cut, landed] = await Promise.all([
    at.git('rev-parse', 'feature/f-late'),
    at.git('rev-parse', 'feature/f'),
  ]);
  expect(cut).toBe(landed);
  // Whoever builds upon it stands in the way of undoing it.
  expect(await at.json('sync', 'first', '--undo')).toMatchObject({ code: 1, outcome: 'refused' });
  await at.work('late', { 'late.txt': 'l\n' });
  expect(await at.json('sync', 'second', '--merge')).toMatchObject({ outcome: 'landed' });
  expect((await at.json('status')).phase).toBeNull();
});

test('a queued agent can be removed from the queue, and its acceptance is for one commit', async () => {
  const at = await planned(
    `  one: { role: data }
  two: { role: backend, after: [one] }`,
    '  done: { merges: [two] }',
  );
  expect(await at.json('accept', 'one')).toMatchObject({
    code: 1,
    error: { code: 'run.notReady' },
  });
  await at.start('done');
  await at.work('one', { 'one.txt': '1\n' });
  await at.json('accept', 'one');
  await at.work('one', { 'one.txt': '2\n' });
  expect((await at.states())['two']).toBe('queued: One, which is to be accepted');
  expect(await at.json('stop', 'two')).toMatchObject({
    code: 0,
    agents: [{ name: 'two', state: 'not-started' }],
  });
  await at.json('accept', 'one');
  await at.json('accept', 'one', '--withdraw');
  expect(await at.json('start', 'two', '--worktrees-only')).toMatchObject({ code: 1 });
  await at.json('accept', 'one');
  expect(await at.json('start', 'two', '--worktrees-only')).toMatchObject({
    code: 0,
    agents: [{ name: 'two', state: 'stopped' }],
  });
});

test('a verification that a link breaks blames that link alone, and leaves it out with its heirs', async () => {
  const at = await planned(
    `  one: { role: data }
  two: { role: backend, after: [one] }
  other: { role: qa }`,
    '  done: { merges: [two, other], verify: ["test ! -f broken"] }',
  );
  await at.trust();
  await at.start('done');
  await at.work('one', { broken: 'yes\n' });
  await at.work('other', { 'other.txt': 'o\n' });
  await at.json('accept', 'one');
  await at.start('done');
  await at.work('two', { 'two.txt': '2\n' });
  const red = await at.json('sync', 'done', '--merge');
  expect(red).toMatchObject({ code: 1, outcome: 'verify-failed', culprits: ['one'] });
  const rest = ['--leave-out', 'one', '--leave-out', 'two'];
  expect(await at.json('sync', 'done', '--merge', ...rest)).toMatchObject({ outcome: 'landed' });
  expect((await at.json('status')).syncs).toMatchObject([{ leftOut: ['one', 'two'] }]);
  // What was left out comes along later, mended.
  await at.git('-C', at.worktree('one'), 'rm', '-q', 'broken');
  await at.git('-C', at.worktree('one'), 'commit', '-q', '-m', 'Mend');
  expect(await at.json('sync', 'done', '--merge')).toMatchObject({ outcome: 'landed' });
  const [sync] = (await at.json('status')).syncs;
  expect(sync).not.toHaveProperty('leftOut');
});
