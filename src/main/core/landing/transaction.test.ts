import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { recoverSyncs } from './recover.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';
import type { SyncRequest } from './sync-request.ts';
import { undoSync, whyNotUndo } from './undo.ts';

let fixture: SyncFixture;
afterEach(() => fixture.remove());

const TWO = { one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } };
const CLASH = { one: { 'a.txt': '1\n' }, two: { 'a.txt': '2\n' } };

const ends = async () =>
  (await fixture.journal.read()).flatMap((entry) =>
    entry.kind === 'sync.end' ? [entry.outcome] : [],
  );
const refs = (prefix: string) => fixture.git(['for-each-ref', '--format=%(refname)', prefix]);
const undo = () =>
  undoSync({ repo: fixture.repo, journal: fixture.journal, sync: 's', featureBranch: 'feature/x' });

test('lands the merge of all heads, verified in the integration worktree', async () => {
  fixture = await makeSync(TWO);
  const before = fixture.tip();
  let seen = '';
  const result = await fixture.sync({
    sections: () => [{ name: 'state', text: 'phase 2' }],
    verify: async ({ cwd, onLog }) => {
      seen = readFileSync(join(cwd, 'a.txt'), 'utf8') + readFileSync(join(cwd, 'c.txt'), 'utf8');
      onLog('verify', 'ran');
      return { ok: true, culprit: null };
    },
  });
  expect(seen).toBe('A\nc\n');
  expect(result).toMatchObject({
    outcome: 'landed',
    commit: fixture.tip(),
    undo: 'refs/tributary/backup/x/s/1',
  });
  expect(fixture.git(['rev-parse', 'refs/tributary/backup/x/s/1'])).toBe(before);
  for (const { oid } of fixture.heads)
    fixture.git(['merge-base', '--is-ancestor', oid, fixture.tip()]);
  expect(fixture.git(['show', 'feature/x:plans/CURRENT.md'])).toContain('phase 2');
  expect(fixture.git(['log', '-1', '--format=%an <%ae>', 'feature/x'])).toBe(
    'Test <test@example.com>',
  );
  expect(fixture.git(['status', '--porcelain'])).toBe('');
  expect(refs('refs/tributary/candidate')).toBe('');
  expect(await ends()).toEqual(['landed']);
});

test('counts only the steps that this merge takes', async () => {
  const steps: string[] = [];
  const onProgress: NonNullable<SyncRequest['onProgress']> = (event) => {
    if (event.kind === 'step') steps.push(`${event.done}/${event.total} ${event.step}`);
  };
  fixture = await makeSync(TWO);
  await fixture.sync({ onProgress });
  expect(steps).toEqual(['0/4 candidate', '1/4 checkout', '2/4 backup', '3/4 land']);
  await undo();
  steps.length = 0;
  await fixture.sync({
    onProgress,
    verify: async () => ({ ok: true, culprit: null }),
    push: async () => [],
  });
  expect(steps).toEqual([
    '0/7 push-agents',
    '1/7 candidate',
    '2/7 checkout',
    '3/7 verify',
    '4/7 backup',
    '5/7 land',
    '6/7 push-feature',
  ]);
});

test('squash lands one commit with the same tree', async () => {
  fixture = await makeSync(TWO);
  const before = fixture.tip();
  const { commit } = await fixture.sync({ strategy: 'squash' });
  expect(fixture.git(['log', '-1', '--format=%P', `${commit}`])).toBe(before);
  expect(fixture.git(['ls-tree', '--name-only', `${commit}`])).toContain('c.txt');
});

test('a conflict, a failed verification and a cancel move nothing', async () => {
  fixture = await makeSync(CLASH);
  const before = fixture.tip();
  const conflict = await fixture.sync();
  expect(conflict).toMatchObject({ outcome: 'conflict', commit: null, undo: null });
  expect(conflict.message).toContain('a.txt (one, two)');
  const heads = fixture.heads.slice(0, 1);
  const red = await fixture.sync({
    heads,
    verify: async () => ({ ok: false, culprit: 'npm test' }),
  });
  expect(red).toMatchObject({ outcome: 'verify-failed', culprit: 'npm test' });
  const abort = new AbortController();
  const verify = async () => {
    abort.abort();
    return { ok: true, culprit: null };
  };
  expect(await fixture.sync({ heads, verify, signal: abort.signal })).toMatchObject({
    outcome: 'cancelled',
  });
  const boom = async () => {
    throw new Error('boom');
  };
  await expect(fixture.sync({ heads, verify: boom })).rejects.toThrow('boom');
  expect(fixture.tip()).toBe(before);
  expect(await ends()).toEqual(['conflict', 'verify-failed', 'cancelled', 'rolled-back']);
  expect(refs('refs/tributary/candidate') + refs('refs/tributary/backup')).toBe('');
});

test('ignores commits made during the sync, and refuses a second sync meanwhile', async () => {
  fixture = await makeSync(TWO);
  let second: unknown;
  const result = await fixture.sync({
    verify: async () => {
      fixture.git(['switch', '-q', 'feature/x-one']);
      fixture.commit({ 'late.txt': 'late\n' });
      fixture.git(['switch', '-q', 'main']);
      second = await fixture.sync().catch((error: unknown) => error);
      return { ok: true, culprit: null };
    },
  });
  expect(second).toMatchObject({ code: 'sync.busy', exit: 1 });
  expect(result.outcome).toBe('landed');
  expect(fixture.git(['ls-tree', '--name-only', 'feature/x'])).not.toContain('late.txt');
});

test('saves work left in the integration worktree before the next merge', async () => {
  fixture = await makeSync(TWO);
  await fixture.sync({ heads: fixture.heads.slice(0, 1) });
  const integration = `${fixture.path}-integration`;
  fixture.git(['switch', '-q', '-c', 'theirs'], integration);
  const theirs = fixture.commit({ 'theirs.txt': 'x' }, { cwd: integration });
  writeFileSync(join(integration, 'a.txt'), 'edited\n');
  writeFileSync(join(integration, 'c.txt'), 'untracked\n');
  await fixture.sync({ sync: 't' });
  expect(readFileSync(join(integration, 'c.txt'), 'utf8')).toBe('c\n');
  expect(fixture.git(['status', '--porcelain'], integration)).toBe('');
  expect(fixture.git(['rev-parse', 'theirs'])).toBe(theirs);
  const ref = refs('refs/tributary/snapshot');
  expect(fixture.git(['show', `${ref}:a.txt`])).toBe('edited');
  expect(fixture.git(['show', `${ref}:c.txt`])).toBe('untracked');
});

describe('where the feature branch is checked out', () => {
  const user = async (agents: Parameters<typeof makeSync>[0]) => {
    fixture = await makeSync(agents);
    fixture.git(['switch', '-q', 'feature/x']);
  };

  test('unrelated edits, staged and not, are kept', async () => {
    await user(TWO);
    writeFileSync(join(fixture.path, 'b.txt'), 'mine\n');
    writeFileSync(join(fixture.path, 'new.txt'), 'new\n');
    fixture.git(['add', 'new.txt']);
    expect((await fixture.sync()).outcome).toBe('landed');
    expect(fixture.git(['status', '--porcelain'])).toBe(' M b.txt\nA  new.txt');
    expect(readFileSync(join(fixture.path, 'a.txt'), 'utf8')).toBe('A\n');
  });

  test.each([
    ['an edited file', 'a.txt', { one: { 'a.txt': 'A\n' } }],
    ['an untracked file', 'c.txt', { two: { 'c.txt': 'c\n' } }],
    ['an ignored file', 'k.secret', { two: { '.gitignore': null, 'k.secret': 'theirs\n' } }],
  ])('refuses to overwrite %s, and keeps it', async (_name, path, agents) => {
    await user(agents);
    writeFileSync(join(fixture.path, path), 'precious\n');
    const before = [fixture.tip(), fixture.git(['status', '--porcelain', '--ignored'])];
    const result = await fixture.sync();
    expect(result).toMatchObject({ outcome: 'blocked', undo: null });
    expect(result.message).toContain(path);
    expect(readFileSync(join(fixture.path, path), 'utf8')).toBe('precious\n');
    expect([fixture.tip(), fixture.git(['status', '--porcelain', '--ignored'])]).toEqual(before);
    expect(refs('refs/tributary/backup')).toBe('');
  });

  test('a merge under way is refused', async () => {
    await user(TWO);
    writeFileSync(join(fixture.path, '.git', 'MERGE_HEAD'), `${fixture.heads[0]?.oid}\n`);
    expect((await fixture.sync()).message).toMatch(/A merge is under way/);
  });
});

describe('undo', () => {
  test('returns the exact commit, and the sync can be done again', async () => {
    fixture = await makeSync(TWO);
    const before = fixture.tip();
    await fixture.sync();
    expect(await undo()).toEqual({ outcome: 'undone', commit: before, reason: null });
    expect(fixture.tip()).toBe(before);
    expect(await undo()).toMatchObject({ outcome: 'refused' });
    expect((await fixture.sync()).undo).toBe('refs/tributary/backup/x/s/2');
  });

  test.each([
    ['checked out', /is checked out in/, () => fixture.git(['switch', '-q', 'feature/x'])],
    [
      'moved on',
      /has moved on/,
      () => {
        fixture.git(['switch', '-q', 'feature/x']);
        fixture.commit({ 'z.txt': 'z\n' });
        fixture.git(['switch', '-q', 'main']);
      },
    ],
    [
      'pushed',
      /was pushed \(origin\/x\)/,
      () => fixture.git(['update-ref', 'refs/remotes/origin/x', 'feature/x']),
    ],
  ])('is refused when it is %s', async (_name, reason, act) => {
    fixture = await makeSync(TWO);
    await fixture.sync();
    act();
    const tip = fixture.tip();
    const { repo, journal } = fixture;
    const why = await whyNotUndo({ repo, journal, sync: 's', featureBranch: 'feature/x' });
    expect(why).toMatch(reason);
    expect(await undo()).toEqual({ outcome: 'refused', commit: tip, reason: why });
    expect(fixture.tip()).toBe(tip);
  });

  test('is refused when a later phase started from it', async () => {
    fixture = await makeSync(TWO);
    const { commit } = await fixture.sync();
    const path = join(fixture.root, 'app-late');
    const base = commit ?? '';
    await fixture.journal.append({ kind: 'agent.created', agent: 'late', branch: 'l', path, base });
    expect(await undo()).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('late'),
    });
  });

  test('finishes an undo that was interrupted after it was journalled', async () => {
    fixture = await makeSync(TWO);
    const before = fixture.tip();
    await fixture.sync();
    const begin = (await fixture.journal.read()).find((entry) => entry.kind === 'sync.begin');
    if (begin?.kind !== 'sync.begin') throw new Error('no begin');
    const { tx } = begin;
    await fixture.journal.append({
      kind: 'sync.undoing',
      sync: 's',
      tx,
      from: fixture.tip(),
      to: before,
    });
    expect(await recoverSyncs(fixture.repo, fixture.journal)).toMatchObject([
      { outcome: 'undone' },
    ]);
    expect(fixture.tip()).toBe(before);
  });
});

test('recreates the integration worktree when its folder is missing', async () => {
  fixture = await makeSync(TWO);
  await fixture.sync({ heads: fixture.heads.slice(0, 1) });
  rmSync(`${fixture.path}-integration`, { recursive: true });
  expect((await fixture.sync({ sync: 't' })).outcome).toBe('landed');
  expect(existsSync(`${fixture.path}-integration/c.txt`)).toBe(true);
});
