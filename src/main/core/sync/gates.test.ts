import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { acceptWork } from '../agents/accept.ts';
import { startAgents } from '../agents/start.ts';
import { finishMerge, undoFinish } from '../finish/finish-merge.ts';
import { finishView } from '../finish/finish-view.ts';
import { tickId } from '../gate/gate.ts';
import { cleanProject } from '../housekeeping/clean-up.ts';
import { undoLanded } from '../landing/undo-landed.ts';
import { makeProject, type ProjectFixture, write } from '../project/project-fixture.ts';
import { landedFile, landedSync } from './landed-view.ts';
import { mergeSync } from './sync.ts';
import { verifyLogPath } from './verify-log.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const TWO = `version: 1
feature: x
base: trunk
agents:
  one: { role: data }
  two: { role: backend }
  three: { role: qa, after: [phase-1] }
syncs:
  phase-1: { merges: [one, two], verify: ['true'], checklist: ['Looked at'] }
  phase-2: { merges: [three] }
`;
const make = async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' }, TWO.replace('trunk', 'main'));
};
const sync = async (name = 'phase-1') =>
  (await fixture.run.view()).syncs.find((one) => one.name === name);
const merge = (leaveOut: readonly string[] = []) =>
  mergeSync(fixture.run, {
    name: 'phase-1',
    options: {
      leaveOut: [...leaveOut],
      overrides: [{ item: tickId('Looked at'), reason: 'a test' }],
    },
  });
const undo = async () => {
  const { plan } = await fixture.project.plan('x');
  const facts = await fixture.run.facts();
  const target = { plan, facts, journal: fixture.run.journal, sync: 'phase-1' };
  return undoLanded(fixture.project.repo, target);
};

describe('a predicted conflict', () => {
  test('is the state of a ready sync point, with files and agents, until it is resolved', async () => {
    await make();
    fixture.work('one', { 'a.txt': '1\n', 'both.txt': '1\n' });
    fixture.work('two', { 'a.txt': '2\n', 'both.txt': '2\n' });
    expect(await sync()).toMatchObject({
      state: 'conflict',
      problem: null,
      predicted: [
        { path: 'a.txt', kind: 'contents', agents: ['one', 'two'] },
        { path: 'both.txt', kind: 'add/add', agents: ['one', 'two'] },
      ],
    });
    const { inbox } = await fixture.run.view();
    expect(inbox.filter(({ sync: about }) => about === 'phase-1')).toMatchObject([
      { kind: 'conflict', message: expect.stringContaining('2 files conflict (a.txt, both.txt)') },
    ]);
    // The merge reports the same conflict.
    const done = await merge();
    expect(done.outcome).toBe('conflict');
    expect(done.files.flatMap(({ path, outcome }) => (outcome === 'conflict' ? path : []))).toEqual(
      ['a.txt', 'both.txt'],
    );
    // To a person, an actual conflict and a predicted one look the same.
    const met = await fixture.run.view();
    expect(met.syncs[0]).toMatchObject({ state: 'conflict', problem: { kind: 'conflict' } });
    expect(met.inbox).toMatchObject([{ sync: 'phase-1', kind: 'conflict' }]);
    // The feature branch was fixed by hand; the agents' branches are still where they conflicted.
    const before = fixture.git(['rev-parse', 'feature/x']);
    const parents = ['-p', before, '-p', 'feature/x-one', '-p', 'feature/x-two'];
    const byHand = fixture.git(['commit-tree', 'feature/x-one^{tree}', ...parents, '-m', 'Both']);
    fixture.git(['branch', '-f', 'feature/x', byHand]);
    expect(await sync()).toMatchObject({ state: 'ready', problem: null });
    fixture.git(['branch', '-f', 'feature/x', before]);
    fixture.work('two', { 'a.txt': 'a\n', 'both.txt': '1\n' });
    const mended = await sync();
    expect(mended).toMatchObject({ state: 'ready' });
    expect(mended?.predicted).toBeUndefined();
  });

  test('includes uncommitted work while the sync point waits for it', async () => {
    await make();
    fixture.work('one', { 'a.txt': '1\n' });
    fixture.work('two', { 'b.txt': '2\n' });
    expect((await sync())?.state).toBe('ready');
    write(fixture.worktree('two'), { 'a.txt': '2\n' });
    // The radar may not have caught up yet.
    await expect
      .poll(() => sync())
      .toMatchObject({
        state: 'waiting',
        predicted: [{ path: 'a.txt', agents: ['one', 'two'] }],
      });
  });

  test('is computed before the merge of a watched sync point is offered', async () => {
    await make();
    const states: string[] = [];
    let looking = Promise.resolve();
    const look = () => {
      looking = looking.then(async () => {
        const now = await sync();
        const known = now?.state !== 'ready' || now.predicting ? 'unknown' : 'clean';
        states.push(now?.predicted ? 'conflict' : known);
      });
    };
    const last = () => states.at(-1);
    const stop = fixture.run.subscribe(look);
    look();
    try {
      fixture.work('one', { 'a.txt': '1\n' });
      fixture.work('two', { 'a.txt': '2\n' });
      await expect.poll(last, { timeout: 20_000 }).toBe('conflict');
      expect(states).not.toContain('clean');
      fixture.work('two', { 'a.txt': 'a\n' });
      await expect.poll(last, { timeout: 20_000 }).toBe('clean');
    } finally {
      stop();
      await looking;
    }
  });
});

test('before any agent has started, counts only ticked items', async () => {
  await make();
  fixture.work('one', { 'a.txt': '1\n' });
  expect((await sync())?.gate.map(({ id }) => id)).toContain('has-commits');
  expect((await sync('phase-2'))?.gate).toEqual([]);
});

test('names left-out work wherever the feature continues', async () => {
  await make();
  fixture.work('one', { 'a.txt': '1\n' });
  fixture.work('two', { 'b.txt': '2\n' });
  expect((await merge(['two'])).outcome).toBe('landed');
  expect(await sync()).toMatchObject({ state: 'done', leftOut: ['two'] });
  const view = await finishView(fixture.run, false);
  expect(view.leftOut).toEqual([{ sync: 'phase-1', agents: ['two'] }]);
  const { inbox } = await fixture.run.view();
  expect(inbox).toMatchObject([
    {
      sync: 'phase-1',
      kind: 'ready',
      message: 'Two can be merged into Phase 1 now, which landed without it.',
    },
  ]);
});

test('CURRENT.md lists left-out agents and agents merged later', async () => {
  await make();
  const [one, two] = [fixture.work('one', { 'one.txt': '1\n' }), fixture.work('two', { b: '2\n' })];
  const line = () =>
    fixture
      .git(['show', 'feature/x:plans/CURRENT.md'])
      .split('\n')
      .find((text) => text.includes('Phase 1'));
  await merge(['two']);
  const first = `- [x] Phase 1: One (${one.slice(0, 10)}) merged`;
  expect(line()).toBe(`${first}; left out: Two`);
  expect((await merge()).outcome).toBe('landed');
  expect(line()).toBe(`${first}; later Two (${two.slice(0, 10)})`);
});

test('an agent merged as part of another branch counts as merged, not left out', async () => {
  const chain = (agents: string, merges: string) => `version: 1
feature: x
base: main
agents:
${agents}
syncs:
  phase-1: { merges: [${merges}] }
`;
  const one = '  one: { role: data }';
  const whole = chain(`${one}\n  two: { role: qa, after: [one] }`, 'two');
  fixture = await makeProject({ 'a.txt': 'a\n' }, whole);
  const plan = (text: string) => write(fixture.path, { 'plans/x.plan.yaml': text });
  const head = fixture.work('one', { 'one.txt': '1\n' });
  await acceptWork(fixture.run, { agent: 'one', on: true });
  const target = { feature: 'x', targets: ['two'], worktreesOnly: true };
  await startAgents(fixture.project, fixture.run.journal, target);
  fixture.work('two', { 'two.txt': '2\n' });
  plan(chain('  two: { role: qa }', 'two'));
  expect((await mergeSync(fixture.run, { name: 'phase-1', options: {} })).outcome).toBe('landed');
  plan(whole);
  const view = await fixture.run.view();
  expect(view.agents).toMatchObject([{ name: 'one', state: 'merged' }, { state: 'merged' }]);
  expect(view.syncs).toMatchObject([{ state: 'done' }]);
  expect(view.syncs[0]?.leftOut).toBeUndefined();
  expect((await finishView(fixture.run, false)).leftOut).toEqual([]);
  // Its later commits have not landed.
  fixture.work('one', { 'more.txt': '1\n' });
  expect((await sync())?.leftOut).toEqual(['one']);
  await mergeSync(fixture.run, { name: 'phase-1', options: {} });
  const text = fixture.git(['show', 'feature/x:plans/CURRENT.md']);
  expect(text).toMatch(/Two \(\w{10}\) merged; later One/);
  expect(text).not.toContain(head.slice(0, 10));
});

test('a landed sync point shows its files, and its verification output while the log exists', async () => {
  await make();
  await expect(landedSync(fixture.run, 'phase-1')).rejects.toMatchObject({
    code: 'sync.notLanded',
  });
  fixture.work('one', { 'a.txt': '1\n' });
  fixture.work('two', { 'b.txt': '2\n' });
  await merge(['two']);
  await merge();
  const landed = await landedSync(fixture.run, 'phase-1');
  expect(landed.commit).toBe(fixture.git(['rev-parse', 'feature/x']));
  expect(landed.files).toMatchObject([
    { path: 'a.txt', kind: 'changed', outcome: 'clean', agents: ['one'] },
    { path: 'b.txt', kind: 'added', agents: ['two'] },
    { path: 'plans/CURRENT.md' },
  ]);
  expect(landed).toMatchObject({ verification: 'kept', log: expect.stringContaining('true') });
  const file = { sync: 'phase-1', path: 'a.txt' };
  expect(await landedFile(fixture.run, file)).toEqual({
    before: 'a\n',
    after: '1\n',
    binary: false,
  });
  rmSync(verifyLogPath(fixture.project.repo, 'x', 'phase-1'));
  const later = await landedSync(fixture.run, 'phase-1');
  expect(later).toMatchObject({ verification: 'gone', log: null });
});

describe('refuses to undo a landed merge', () => {
  const ONE = `version: 1
feature: x
base: main
agents:
  one: { role: data }
syncs:
  phase-1: { merges: [one], checklist: ['Looked at'] }
`;
  const landOne = async () => {
    fixture = await makeProject({ 'a.txt': 'a\n' }, ONE);
    fixture.work('one', { 'b.txt': '1\n' });
    expect((await merge()).outcome).toBe('landed');
    expect((await sync())?.undo).toEqual({ possible: true, reason: null });
    // Switch away from the base, so that it can be moved.
    fixture.git(['switch', '-q', '-c', 'elsewhere']);
  };
  const refuses = async (reason: RegExp) => {
    const before = fixture.git(['rev-parse', 'feature/x']);
    expect((await sync())?.undo).toEqual({
      possible: false,
      reason: expect.stringMatching(reason),
    });
    expect(await undo()).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(reason),
    });
    expect(fixture.git(['rev-parse', 'feature/x'])).toBe(before);
  };

  test.each(['merge', 'squash'] as const)('once Finish has merged it (%s)', async (strategy) => {
    await landOne();
    const done = await finishMerge(fixture.run, { strategy });
    expect(done.outcome).toBe('landed');
    await refuses(/merged into main\. Undo that in Finish first/);
    expect((await undoFinish(fixture.run)).outcome).toBe('undone');
    expect((await sync())?.undo.possible).toBe(true);
  });

  test('if the base contains it, by any route', async () => {
    await landOne();
    fixture.git(['branch', '-f', 'main', 'feature/x']);
    await refuses(/main contains this merge/);
  });

  test('if agents started from it: names them and how to remove their worktrees', async () => {
    const more = ONE.replace(
      'syncs:\n',
      '  qa: { role: qa, after: [phase-1] }\n  ops: { role: devops, title: Operations, after: [phase-1] }\nsyncs:\n  phase-2: { merges: [qa, ops] }\n',
    );
    fixture = await makeProject({ 'a.txt': 'a\n' }, more);
    fixture.work('one', { 'b.txt': '1\n' });
    expect((await merge()).outcome).toBe('landed');
    const start = (agent: string) =>
      startAgents(fixture.project, fixture.run.journal, {
        feature: 'x',
        targets: [agent],
        worktreesOnly: true,
      });
    await start('qa');
    await refuses(
      /^QA started from this merge\. Remove that worktree under Worktrees first, then undo\.$/,
    );
    await start('ops');
    // An agent of the same phase that started after the merge depends on it too.
    write(fixture.path, {
      'plans/x.plan.yaml': more
        .replace('  one:', '  late: { role: docs }\n  one:')
        .replace('merges: [one]', 'merges: [one, late]'),
    });
    await start('late');
    await refuses(/^Late, QA, Operations started from this merge\. Remove those worktrees under/);
  });

  test('if it was pushed', async () => {
    await landOne();
    const remote = join(fixture.root, 'remote.git');
    fixture.git(['init', '-q', '--bare', remote]);
    fixture.git(['remote', 'add', 'origin', remote]);
    fixture.git(['push', '-q', 'origin', 'feature/x']);
    await refuses(/pushed/);
    rmSync(remote, { recursive: true });
  });

  test('if clean-up removed the merged worktrees', async () => {
    await landOne();
    const { removed } = await cleanProject(fixture.project, { apply: true });
    expect(removed).toHaveLength(1);
    await refuses(/worktree of One, merged here, was removed\. Restore it/);
  });
});
