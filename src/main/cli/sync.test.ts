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
  return plannedHere(workspace, `s${count}`, { agents, syncs });
};

const TWO = `  one: { role: data, title: Data }
  two: { role: backend }`;
const PHASE = '  phase-1: { merges: [one, two] }';

test('status tells a conflict before anybody merges, as the app does, and after', async () => {
  const at = await planned(TWO, PHASE);
  await at.start('phase-1');
  await at.work('one', { 'a.txt': '1\n' });
  await at.work('two', { 'a.txt': '2\n' });
  const conflicts = [{ path: 'a.txt', kind: 'contents', agents: ['one', 'two'] }];
  const told = async () => {
    expect(await at.json('status')).toMatchObject({ syncs: [{ state: 'conflict', conflicts }] });
    expect((await at.run('status')).stdout).toContain(
      'phase-1: conflict, in conflict: a.txt (one and two)\n',
    );
  };
  await told();
  expect(await at.json('sync', 'phase-1', '--merge')).toMatchObject({ outcome: 'conflict' });
  await told();
});

test('who comes late is told what it is in conflict with: the feature branch, and whose work that is', async () => {
  const at = await planned(
    `${TWO}
  tail: { role: qa, after: [phase-1] }`,
    `${PHASE}
  phase-2: { merges: [tail] }`,
  );
  await at.start('phase-1');
  await at.work('one', { 'a.txt': '1\n' });
  await at.work('two', { 'a.txt': '2\n' });
  await at.json('sync', 'phase-1', '--merge', '--leave-out', 'two');
  await at.start('phase-2');
  await at.work('tail', { 'tail.txt': 'x\n' });
  const late = await at.json('sync', 'phase-1', '--merge');
  expect(late).toMatchObject({ code: 1, outcome: 'conflict' });
  expect(late.files[0]).toMatchObject({ path: 'a.txt', agents: ['one', 'two'] });
  expect(late.message).toBe(
    'In conflict: a.txt (two with feature/f, landed from one). ' +
      'Merge feature/f in the worktree of two, resolve the conflict there, commit, and merge again.',
  );
  // Whoever builds on what has landed is no author of it.
  const { stdout } = await at.run('status');
  expect(stdout).toContain('left out: two, in conflict: a.txt (one and two)\n');
  expect(stdout).not.toContain('overlap');
});

test('a plan with an error about a sync point is not merged there; one about another is', async () => {
  const at = await planned(
    `${TWO}
  tail: { role: qa, after: [phase-1] }`,
    `${PHASE}
  phase-2: { merges: [tail] }`,
  );
  await at.start('phase-1');
  await at.work('one', { 'one.txt': '1\n' });
  await at.work('two', { 'two.txt': '2\n' });
  await at.plan(`  one: { role: data, after: [nobody] }
  two: { role: backend }
  tail: { role: qa, after: [phase-1] }`);
  const error =
    'after of "one" names "nobody", which is not in the plan. Remove "nobody" from after or add it to the plan.';
  const item = { id: 'plan-valid', state: 'fail', message: error };
  const override = ['--override', 'plan-valid=never mind'];
  for (const words of [['--preview'], ['--merge'], ['--merge', ...override]]) {
    const told = await at.json('sync', 'phase-1', ...words);
    expect(told).toMatchObject({ code: 1, outcome: 'blocked' });
    expect(told.gate).toContainEqual(item);
  }
  const said = (await at.run('sync', 'phase-1', '--merge')).stdout;
  expect(said).toContain(error);
  await at.plan(`${TWO}
  tail: { role: qa, after: [phase-1, nobody] }`);
  expect(await at.json('sync', 'phase-1', '--merge')).toMatchObject({ outcome: 'landed' });
});

test('agents and sync points are named by their key or their title, and a preview names only who wrote a file', async () => {
  const at = await planned(TWO.replace('title: Data', 'title: Tables'), PHASE);
  expect((await at.start('Phase 1')).code).toBe(0);
  await at.work('one', { 'one.txt': '1\n' });
  await at.work('two', { 'two.txt': '2\n' });
  const { stdout } = await at.run('sync', 'phase 1', '--preview');
  expect(stdout).toContain('clean (added): one.txt (one)\n');
  expect(stdout).toContain('clean (added): plans/CURRENT.md\n');
  expect(await at.json('sync', 'phase-1', '--merge', '--leave-out', 'tabels')).toMatchObject({
    code: 2,
    error: { remedy: 'It merges: one (Tables), two.' },
  });
  const left = await at.json('sync', 'phase-1', '--merge', '--leave-out', 'Tables');
  expect(left).toMatchObject({ outcome: 'landed', heads: [{ agent: 'two' }] });
  expect(await at.json('accept', 'Tables')).toMatchObject({ code: 0, agents: [{ name: 'one' }] });
});
