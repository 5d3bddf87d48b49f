import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { buildDriver } from '../driver-fixture.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { foldWorktrees } from '../journal/owned-worktrees.ts';
import { createWorktrees, recoverWorktrees } from './create-worktrees.ts';
import { listWorktrees } from './list.ts';
import { readPool } from './pool.ts';
import { fillPool, recoverPool } from './pool-fill.ts';
import { listTrash } from './trash-list.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

const KILLS = process.env['TRIBUTARY_FULL'] === '1' ? 100 : 5;

let fixture: RepositoryFixture;
let repo: Repository;
let journal: Journal;
afterEach(() => fixture.remove());

const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/${n % 7}/${n}.txt`, `${n}\n`]));

async function open(count: number): Promise<string> {
  fixture = makeRepository({ ...files(count), '.gitignore': '*.env\n' });
  repo = await openRepository(fixture.path);
  journal = openJournal(repo.commonDir, 'x');
  return fixture.git(['rev-parse', 'HEAD']);
}

const specOf = (agent: string, base: string): WorktreeSpec => ({
  agent,
  branch: `feature/x-${agent}`,
  path: join(fixture.root, `app-${agent}`),
  base,
});
const fill = (wanted: number, base: string) => fillPool(repo, { root: fixture.root, wanted, base });
const waiting = async () =>
  (await readPool(repo, fixture.root)).filter(({ ready }) => ready).map(({ path }) => path);

test('agents get what waits, at their own commit, whole and clean', async () => {
  const old = await open(40);
  expect(await fill(3, old)).toBe(3);
  const pool = await waiting();
  const base = fixture.commit({ 'src/0/0.txt': 'new\n', 'src/1/1.txt': null, 'more.txt': 'm\n' });
  const specs = ['one', 'two', 'three', 'four'].map((agent) => specOf(agent, base));
  await createWorktrees(repo, specs, { journal });
  expect(await waiting()).toEqual([]);
  expect(pool.some(existsSync)).toBe(false);
  for (const { path, branch, agent } of specs) {
    expect(fixture.git(['rev-parse', 'HEAD', branch], path)).toBe(`${base}\n${base}`);
    expect(fixture.git(['symbolic-ref', '--short', 'HEAD'], path)).toBe(branch);
    expect(fixture.git(['status', '--porcelain', '--ignored'], path)).toBe('');
    expect(existsSync(join(path, 'src/1/1.txt'))).toBe(false);
    expect(fixture.git(['worktree', 'list', '--porcelain'])).toContain(
      `locked tributary: ${agent}`,
    );
  }
  // Their entries in git's own folder tell which came out of the pool.
  const names = readdirSync(join(repo.commonDir, 'worktrees'));
  expect(names.filter((name) => !name.startsWith('app-')).sort()).toEqual(
    pool.map((path) => basename(path)).sort(),
  );
});

test('what somebody did in a waiting worktree is neither given away nor lost', async () => {
  const base = await open(20);
  await fill(3, base);
  const [tracked = '', ignored = '', committed = ''] = await waiting();
  writeFileSync(join(tracked, 'src/0/0.txt'), 'mine\n');
  writeFileSync(join(ignored, 'local.env'), 'KEY=1\n');
  const oid = fixture.commit({ 'mine.txt': 'mine\n' }, { cwd: committed });
  const next = fixture.commit({ 'next.txt': 'n\n' });
  await fill(3, next);
  expect(await fill(3, next)).toBe(3);
  const kept = await listTrash(repo);
  expect(kept.map(({ path }) => path).sort()).toEqual([tracked, ignored, committed].sort());
  const files = kept.map(({ ref }) => fixture.git(['ls-tree', '-r', '--name-only', ref]));
  expect(files.join('\n')).toContain('local.env');
  expect(kept.map(({ ref }) => fixture.git(['rev-parse', ref]))).toContain(oid);
});

test('the pool follows its size and its commit, and stops where the disk ends', async () => {
  const base = await open(10);
  expect(await fill(3, base)).toBe(3);
  const next = fixture.commit({ 'next.txt': 'n\n' });
  expect(await fill(2, next)).toBe(2);
  for (const path of await waiting()) {
    expect(fixture.git(['rev-parse', 'HEAD'], path)).toBe(next);
    expect(fixture.git(['status', '--porcelain'], path)).toBe('');
  }
  const views = await listWorktrees(repo, { root: fixture.root });
  expect(views.map(({ owner, state, leftover }) => [owner, state, leftover])).toEqual([
    ['pool', 'ok', null],
    ['pool', 'ok', null],
  ]);
  expect(await fill(0, next)).toBe(0);
  expect(await listTrash(repo)).toEqual([]);
  expect(fixture.git(['worktree', 'list']).split('\n')).toHaveLength(1);
  const disk = { free: async () => 100_000 };
  expect(await fillPool(repo, { root: fixture.root, wanted: 2, base: next, disk })).toBe(0);
  expect(fixture.git(['worktree', 'list']).split('\n')).toHaveLength(1);
});

test(
  `${KILLS} kills while a pool is filled and used leave agents, whole entries and nothing else`,
  async () => {
    const old = await open(150);
    const base = fixture.commit({ 'src/0/0.txt': 'new\n', 'src/1/1.txt': null });
    const driver = await buildDriver(join(import.meta.dirname, 'create-driver-fixture.ts'));
    const seen = { made: 0, cancelled: 0 };
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const specs = ['a', 'b', 'c'].map((agent) => specOf(`r${round}-${agent}`, base));
        const pool = { wanted: 2, base: round % 2 === 0 ? old : base };
        const running = driver.start({ path: fixture.path, feature: 'x', specs, pool });
        const begun = () => running.lines.length > 0 || running.child.exitCode !== null;
        if (round % 4 === 0) await pause(150 + ((round * 53) % 150));
        else {
          await expect.poll(begun, { interval: 1, timeout: 20_000 }).toBe(true);
          await pause((round * 37) % 120);
        }
        running.child.kill('SIGKILL');
        await running.ended;
        await recoverWorktrees(repo, journal);
        await recoverPool(repo, fixture.root);
        const agents = [...foldWorktrees('x', await journal.read()).values()];
        const known = agents.filter(({ state }) => state === 'created').map(({ path }) => path);
        expect(agents.filter(({ state }) => state === 'creating')).toEqual([]);
        const entries = await waiting();
        const listed = fixture.git(['worktree', 'list', '--porcelain']).split('\n');
        const paths = listed.flatMap((line) => /^worktree (.+)$/.exec(line)?.[1] ?? []);
        expect(paths.slice(1).sort()).toEqual([...known, ...entries].sort());
        for (const path of entries) {
          expect(fixture.git(['status', '--porcelain', '--ignored'], path)).toBe('');
          expect(basename(dirname(path))).toBe('pool');
        }
        expect(await listTrash(repo)).toEqual([]);
        expect(specs.filter(({ path }) => existsSync(path) && !known.includes(path))).toEqual([]);
        const mine = agents.filter(({ agent }) => agent.startsWith(`r${round}-`));
        seen.made += mine.filter(({ state }) => state === 'created').length;
        seen.cancelled += mine.filter(({ state }) => state === 'gone').length;
      }
      // Kills that all came too late or too early would prove nothing.
      expect(seen.cancelled).toBeGreaterThan(KILLS / 4);
    } finally {
      driver.remove();
    }
  },
  KILLS * 10_000,
);
