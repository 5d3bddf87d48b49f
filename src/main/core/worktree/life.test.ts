import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildDriver } from '../driver-fixture.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { foldJournal } from '../journal/facts.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { adoptWorktree } from './adopt-worktree.ts';
import { createWorktrees, recoverWorktrees } from './create-worktrees.ts';
import { listWorktrees } from './list.ts';
import { moveWorktree } from './move.ts';
import { cleanWorktrees } from './removable.ts';
import { removeOne } from './remove-one.ts';
import { repairWorktrees } from './repair.ts';
import { restoreWorktree } from './restore.ts';
import { listTrash } from './trash-list.ts';

const KILLS = process.env['TRIBUTARY_FULL'] === '1' ? 60 : 6;

/** There is no plan file in most of these repositories. */
const GONE_PLAN = 'the plan of x is gone';

let fixture: RepositoryFixture;
let repo: Repository;
let journal: Journal;
let base = '';
let one = '';

const at = (name: string) => join(fixture.root, name);
const factsOf = async (agent: string) => foldJournal(await journal.read()).agents.get(agent);
const viewOf = async (path: string) => (await listWorktrees(repo)).find((v) => v.path === path);
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { data?: { reason?: string } }) => error.data?.reason ?? String(error),
  );

beforeEach(async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  repo = await openRepository(fixture.path);
  journal = openJournal(repo.commonDir, 'x');
  base = fixture.git(['rev-parse', 'HEAD']);
  one = at('app-one');
  await createWorktrees(repo, [{ agent: 'one', branch: 'feature/x-one', path: one, base }], {
    journal,
  });
  await journal.append({ kind: 'agent.ready', agent: 'one' });
});
afterEach(() => fixture.remove());

const adoption = (path: string, agent = 'two') => ({
  path,
  agent,
  from: base,
  featureBranch: 'feature/x',
  holds: [],
});

test('removing one saves it, and restoring gives it back to its agent', async () => {
  writeFileSync(join(one, 'new.txt'), 'mine');
  const found = await removeOne(repo, one, { apply: false });
  expect(found).toEqual({ removed: [one], kept: [], trash: [] });
  expect(existsSync(one)).toBe(true);
  const { trash } = await removeOne(repo, one, { apply: true });
  expect(existsSync(one)).toBe(false);
  expect((await factsOf('one'))?.worktree).toBe('removed');
  const [kept] = await listTrash(repo);
  expect(kept).toMatchObject({ id: trash[0], path: one, branch: 'feature/x-one' });
  expect(kept?.bytes).toBeGreaterThan(4);
  expect((kept?.expires ?? 0) - (kept?.at ?? 0)).toBe(30 * 24 * 3600 * 1000);
  await restoreWorktree(repo, trash[0] ?? '');
  expect(await viewOf(one)).toMatchObject({ owner: 'agent', agent: 'one', feature: 'x' });
  expect((await factsOf('one'))?.worktree).toBe('ready');
  expect(existsSync(join(one, 'new.txt'))).toBe(true);
});

test('what is not ours, in use or in the middle of something is not removed', async () => {
  fixture.git(['worktree', 'add', '-q', '--detach', at('mine')]);
  const guard = { apply: true, inUse: () => 'a session runs in it' };
  await expect(removeOne(repo, at('mine'), guard)).rejects.toThrow(/not a worktree that/);
  await expect(removeOne(repo, repo.path, guard)).rejects.toThrow(/not a worktree that/);
  expect(await reasonOf(removeOne(repo, one, guard))).toBe('a session runs in it');
  mkdirSync(join(repo.commonDir, 'worktrees/app-one/rebase-merge'));
  expect(await reasonOf(removeOne(repo, one, { apply: true }))).toBe('a rebase is under way in it');
  expect(existsSync(join(one, 'a.txt'))).toBe(true);
  expect(existsSync(at('mine'))).toBe(true);
});

test('an adopted worktree is its agent’s with its branch, which nobody deletes', async () => {
  const path = at('by-hand');
  fixture.git(['worktree', 'add', '-q', '-b', 'hand/made', path]);
  const oid = fixture.commit({ 'hand.txt': 'x\n' }, { cwd: path });
  await adoptWorktree(repo, journal, adoption(path));
  expect(await factsOf('two')).toMatchObject({
    worktree: 'ready',
    branch: 'hand/made',
    path,
    base,
  });
  expect(await viewOf(path)).toMatchObject({ owner: 'agent', agent: 'two', state: 'ok' });
  fixture.git(['merge', '-q', '--no-ff', '-m', 'sync', 'hand/made']);
  const names = { sync: 's', tx: 't' };
  const heads = [{ agent: 'two', branch: 'hand/made', oid }];
  const begin = { leftOut: [], overrides: [], strategy: 'merge' as const };
  await journal.append({ kind: 'sync.begin', ...names, before: base, heads, ...begin });
  const commit = fixture.git(['rev-parse', 'HEAD']);
  const end = { undo: null, message: null, files: [] };
  await journal.append({ kind: 'sync.end', ...names, outcome: 'landed', commit, ...end });
  expect((await cleanWorktrees(repo, { apply: true })).removed).toEqual([path]);
  expect(fixture.git(['rev-parse', 'hand/made'])).toBe(oid);
});

test('adopting is refused where it would take something from somebody', async () => {
  const path = at('by-hand');
  const refused = (agent = 'two', folder = path) =>
    reasonOf(adoptWorktree(repo, journal, adoption(folder, agent)));
  expect(await refused('two', one)).toBe('it belongs to one of x');
  expect(await refused('two', repo.path)).toBe('it is the main checkout');
  expect(await refused('two', at('nowhere'))).toBe('it is not a worktree of this repository');
  fixture.git(['worktree', 'add', '-q', '--detach', path]);
  expect(await refused()).toBe('no branch is checked out in it');
  fixture.git(['switch', '-q', '-c', 'feature/x'], path);
  expect(await refused()).toBe('the feature branch is checked out');
  fixture.git(['switch', '-q', '-c', 'hand'], path);
  expect(await refused('one')).toBe(`one has the worktree ${one}`);
  fixture.git(['switch', '-q', '--orphan', 'else'], path);
  fixture.commit({ 'b.txt': 'b' }, { cwd: path });
  expect(await refused()).toBe('it shares no commit with the feature');
  expect(await factsOf('two')).toBeUndefined();
});

test('a move takes the agent along, and is refused where something is', async () => {
  const to = at('deep/er/place');
  expect(await moveWorktree(repo, { path: one, to })).toBe(to);
  expect((await factsOf('one'))?.path).toBe(to);
  expect(await viewOf(to)).toMatchObject({ agent: 'one', state: 'ok', branch: 'feature/x-one' });
  const refused = (place: string) => reasonOf(moveWorktree(repo, { path: to, to: place }));
  expect(await refused(repo.path)).toBe(`${repo.path} is there already`);
  expect(await refused(join(repo.path, 'in'))).toBe(
    `${join(repo.path, 'in')} lies in ${repo.path}`,
  );
  const inUse = () => 'a session runs in it';
  expect(await reasonOf(moveWorktree(repo, { path: to, to: at('y') }, { inUse }))).toBe(inUse());
  expect(fixture.git(['worktree', 'list', '--porcelain'])).toContain('locked tributary: one');
});

test(
  `${KILLS} kills around a move lose nothing`,
  async () => {
    const driver = await buildDriver(join(import.meta.dirname, 'move-driver-fixture.ts'));
    const to = at('other');
    writeFileSync(join(one, 'work.txt'), 'mine');
    const places = new Set<string>();
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const from = (await factsOf('one'))?.path ?? '';
        const goal = from === one ? to : one;
        const running = driver.start({ path: fixture.path, from, to: goal });
        await expect
          .poll(() => running.lines.length > 0 || running.child.exitCode !== null, {
            interval: 1,
            timeout: 20_000,
          })
          .toBe(true);
        await pause((round * 7) % 40);
        running.child.kill('SIGKILL');
        await running.ended;
        await recoverWorktrees(repo, journal);
        const path = (await factsOf('one'))?.path ?? '';
        places.add(path);
        expect([one, to].filter(existsSync)).toEqual([path]);
        expect(existsSync(join(path, 'work.txt'))).toBe(true);
        expect(await viewOf(path)).toMatchObject({ agent: 'one', state: 'ok', dirty: true });
      }
      expect(places.size).toBe(2);
    } finally {
      driver.remove();
    }
  },
  KILLS * 10_000,
);

test(
  `${KILLS} kills around a removal and a restoration lose nothing`,
  async () => {
    const driver = await buildDriver(join(import.meta.dirname, 'remove-driver-fixture.ts'));
    const seen = { there: 0, trash: 0 };
    writeFileSync(join(one, 'a.txt'), 'changed\n');
    writeFileSync(join(one, 'work.txt'), 'mine');
    fixture.git(['add', 'work.txt'], one);
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const running = driver.start({ path: fixture.path, tree: one });
        const awaited = round % 2 === 0 ? 'begun' : 'removed';
        await expect
          .poll(() => running.lines.includes(awaited) || running.child.exitCode !== null, {
            interval: 1,
            timeout: 20_000,
          })
          .toBe(true);
        await pause((round * 11) % 90);
        running.child.kill('SIGKILL');
        await running.ended;
        await recoverWorktrees(repo, journal);
        const trash = await listTrash(repo);
        if (existsSync(one)) {
          seen.there += 1;
          expect(trash).toEqual([]);
        } else {
          seen.trash += 1;
          expect(trash).toMatchObject([{ path: one, branch: 'feature/x-one' }]);
          expect((await factsOf('one'))?.worktree).toBe('removed');
          await restoreWorktree(repo, trash[0]?.id ?? '');
        }
        expect(await viewOf(one)).toMatchObject({ agent: 'one', state: 'ok', leftover: GONE_PLAN });
        expect(fixture.git(['status', '--porcelain'], one)).toBe(' M a.txt\nA  work.txt');
        expect((await factsOf('one'))?.worktree).toBe('ready');
        expect(await listWorktrees(repo)).toHaveLength(1);
      }
      expect(Math.min(seen.there, seen.trash)).toBeGreaterThan(0);
    } finally {
      driver.remove();
    }
  },
  KILLS * 10_000,
);

test('a folder moved by hand is missing, is found and belongs to its agent again', async () => {
  const to = at('elsewhere');
  renameSync(one, to);
  expect(await viewOf(one)).toMatchObject({
    state: 'missing',
    leftover: expect.stringContaining(to),
  });
  expect(await repairWorktrees(repo, { paths: [] })).toEqual({ repaired: [to], missing: [] });
  expect((await factsOf('one'))?.path).toBe(to);
  expect(await viewOf(to)).toMatchObject({ agent: 'one', state: 'ok' });
  mkdirSync(at('far'));
  renameSync(to, at('far/away'));
  const lost = await repairWorktrees(repo, { paths: [] });
  expect(lost).toMatchObject({ repaired: [], missing: [{ path: to }] });
  const found = await repairWorktrees(repo, { paths: [at('far/away')] });
  expect(found).toEqual({ repaired: [at('far/away')], missing: [] });
});

test('a folder that git does not know is a leftover, and goes to the trash as it is', async () => {
  rmSync(join(repo.commonDir, 'worktrees/app-one'), { recursive: true });
  await journal.append({ kind: 'agent.cancelled', agent: 'one' });
  writeFileSync(join(one, 'precious.txt'), 'x');
  expect(await viewOf(one)).toMatchObject({ state: 'unlinked', owner: 'user' });
  const { removed, trash } = await cleanWorktrees(repo, { apply: true });
  expect(removed).toEqual([one]);
  expect(existsSync(one)).toBe(false);
  await restoreWorktree(repo, trash[0] ?? '');
  expect(existsSync(join(one, 'precious.txt'))).toBe(true);
});

test('the list tells why a worktree is a leftover', async () => {
  const leftover = async () => (await viewOf(one))?.leftover;
  const plan = (agents: string) => {
    const head = 'version: 1\nfeature: x\nbase: main\n';
    const syncs = 'syncs:\n  s:\n    merges: [one]\n';
    mkdirSync(join(fixture.path, 'plans'), { recursive: true });
    writeFileSync(join(fixture.path, 'plans/x.plan.yaml'), `${head}agents:\n${agents}${syncs}`);
  };
  expect(await leftover()).toBe('the plan of x is gone');
  plan('  one: { role: custom }\n');
  expect(await leftover()).toBeNull();
  await journal.append({ kind: 'agent.created', agent: 'one', branch: 'b', path: one, base });
  await recoverWorktrees(repo, journal);
  expect(await leftover()).toBe('a crash cut its set-up off');
  expect((await factsOf('one'))?.worktree).toBe('failed');
  plan('  two: { role: custom }\n');
  await journal.append({ kind: 'agent.ready', agent: 'one' });
  expect(await leftover()).toBe('its plan has no such agent any more');
  writeFileSync(join(fixture.path, 'plans/y.plan.yaml'), '{');
  rmSync(join(fixture.path, 'plans/x.plan.yaml'));
  expect(await leftover()).toBeNull();
});
