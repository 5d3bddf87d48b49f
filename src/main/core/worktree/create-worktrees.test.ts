import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { buildDriver } from '../driver-fixture.ts';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { foldWorktrees } from '../journal/owned-worktrees.ts';
import { createWorktrees, recoverWorktrees } from './create-worktrees.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const KILLS = FULL ? 100 : 5;
const AT_ONCE = FULL ? 40 : 20;
process.stdout.write(`worktrees at once: ${AT_ONCE}\n`);
/** A generous deadline per kill. */
const KILL_MS = 10_000;

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/${n % 7}/${n}.txt`, `${n}\n`]));

function specsOf(feature: string, count: number): WorktreeSpec[] {
  const base = fixture.git(['rev-parse', 'main']);
  return Array.from({ length: count }, (_, n) => ({
    agent: `a${n}`,
    branch: `feature/${feature}-a${n}`,
    path: join(fixture.root, `app-${feature}-a${n}`),
    base,
  }));
}

async function open(feature: string) {
  const repo = await openRepository(fixture.path);
  return { repo, journal: openJournal(repo.commonDir, feature) };
}

const worktrees = () =>
  fixture
    .git(['worktree', 'list', '--porcelain'])
    .split('\n')
    .filter((line) => line.startsWith('worktree '))
    .map((line) => line.slice('worktree '.length))
    .slice(1);
const branches = () =>
  fixture.git(['for-each-ref', '--format=%(refname:short)', 'refs/heads/feature']);

test(`${AT_ONCE} at once, from several calls, without a failure`, async () => {
  fixture = makeRepository(files(50));
  const calls = ['w', 'x', 'y', 'z'].map(async (feature) => {
    const { repo, journal } = await open(feature);
    return createWorktrees(repo, specsOf(feature, AT_ONCE / 4), { journal });
  });
  const made = (await Promise.all(calls)).flat();
  expect(made).toHaveLength(AT_ONCE);
  expect(worktrees()).toHaveLength(AT_ONCE);
  for (const { path, base } of made) {
    expect(fixture.git(['rev-parse', 'HEAD'], path)).toBe(base);
    expect(fixture.git(['status', '--porcelain'], path)).toBe('');
  }
});

test('what one failure or an abort leaves is nothing', async () => {
  fixture = makeRepository(files(200));
  const { repo, journal } = await open('x');
  const specs = specsOf('x', 5);
  const blocked = specs[3]?.path ?? '';
  mkdirSync(blocked);
  writeFileSync(join(blocked, 'mine.txt'), 'mine');
  await expect(createWorktrees(repo, specs, { journal })).rejects.toMatchObject({ exit: 3 });
  expect(worktrees()).toEqual([]);
  expect(branches()).toBe('');
  expect(readFileSync(join(blocked, 'mine.txt'), 'utf8')).toBe('mine');
  const abort = new AbortController();
  const aborted = createWorktrees(repo, specsOf('y', 6), {
    journal,
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(aborted).rejects.toThrow(/abort/i);
  expect(worktrees()).toEqual([]);
  expect(branches()).toBe('');
});

test('a full disk is refused before anything is made', async () => {
  fixture = makeRepository(files(20));
  const { repo, journal } = await open('x');
  const disk = { free: async () => 100_000 };
  await expect(createWorktrees(repo, specsOf('x', 2), { journal, disk })).rejects.toMatchObject({
    code: 'worktree.diskFull',
    exit: 3,
  });
  expect(await journal.read()).toEqual([]);
  const enough = { free: async () => 10_000_000 };
  await expect(
    createWorktrees(repo, specsOf('x', 2), { journal, disk: enough }),
  ).resolves.toHaveLength(2);
});

test(
  `${KILLS} kills at random moments leave nothing that no journal knows`,
  async () => {
    fixture = makeRepository(files(300));
    const driver = await buildDriver(join(import.meta.dirname, 'create-driver-fixture.ts'));
    try {
      const { repo, journal } = await open('k');
      let cut = 0;
      for (let round = 0; round < KILLS; round += 1) {
        const specs = specsOf('k', 6).map((spec) => ({
          ...spec,
          agent: `r${round}-${spec.agent}`,
          branch: `feature/k-r${round}-${spec.agent}`,
          path: `${spec.path}-r${round}`,
        }));
        const running = driver.start({ path: fixture.path, feature: 'k', specs });
        const marker = join(repo.commonDir, 'tributary', 'runs', 'k.jsonl');
        const size = () => (existsSync(marker) ? readFileSync(marker).length : 0);
        const before = size();
        // The first entry tells that it is at work; then any moment of the next 150 ms.
        await expect
          .poll(() => size() > before || running.child.exitCode !== null, {
            interval: 1,
            timeout: 20_000,
          })
          .toBe(true);
        await pause((round * 37) % 150);
        running.child.kill('SIGKILL');
        await running.ended;
        await recoverWorktrees(repo, journal);
        const agents = [...foldWorktrees('k', await journal.read()).values()];
        const known = agents.filter(({ state }) => state === 'created');
        expect(agents.filter(({ state }) => state === 'creating')).toEqual([]);
        expect(worktrees().sort()).toEqual(known.map(({ path }) => path).sort());
        expect(branches().split('\n').filter(Boolean).sort()).toEqual(
          known.map(({ branch }) => branch).sort(),
        );
        if (specs.some(({ path }) => !existsSync(path))) cut += 1;
      }
      // Kills that all came too late would prove nothing.
      expect(cut).toBeGreaterThan(KILLS / 4);
    } finally {
      driver.remove();
    }
  },
  KILLS * KILL_MS,
);

test('somebody who worked in a half-made worktree keeps it', async () => {
  fixture = makeRepository(files(5));
  const { repo, journal } = await open('x');
  const [one, two] = specsOf('x', 2);
  if (!one || !two) throw new Error('two specs');
  for (const spec of [one, two]) {
    await journal.append({ kind: 'agent.creating', ...spec });
    fixture.git(['worktree', 'add', '-q', '-b', spec.branch, spec.path, spec.base]);
  }
  writeFileSync(join(two.path, 'new.txt'), 'mine');
  await recoverWorktrees(repo, journal);
  expect(existsSync(one.path)).toBe(false);
  expect(readFileSync(join(two.path, 'new.txt'), 'utf8')).toBe('mine');
  expect([...foldWorktrees('x', await journal.read()).values()].map(({ state }) => state)).toEqual([
    'gone',
    'created',
  ]);
});
