import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { createWorktrees } from './create-worktrees.ts';
import { listWorktrees } from './list.ts';
import { cleanWorktrees } from './removable.ts';
import { removeOne } from './remove-one.ts';
import { restoreWorktree } from './restore.ts';

let fixture: RepositoryFixture;
let repo: Repository;
let journal: Journal;
let path = '';
afterEach(() => fixture.remove());

const BRANCH = 'feature/x-one';
const write = (name: string, text: string) => writeFileSync(join(path, name), text);
const read = (name: string) => readFileSync(join(path, name), 'utf8');
const git = (...args: string[]) => fixture.git(args, path);

/** A worktree with one commit that has landed on `main`. */
async function landed(): Promise<void> {
  fixture = makeRepository({
    'a.txt': 'a\n',
    'b.txt': 'b\n',
    '.gitignore': '*.env\nnode_modules\n',
  });
  repo = await openRepository(fixture.path);
  journal = openJournal(repo.commonDir, 'x');
  path = join(fixture.root, 'app-one');
  const base = fixture.git(['rev-parse', 'HEAD']);
  await createWorktrees(repo, [{ agent: 'one', branch: BRANCH, path, base }], { journal });
  const oid = fixture.commit({ 'own.txt': 'own\n' }, { cwd: path });
  await land(oid);
}

async function land(oid: string): Promise<void> {
  fixture.git(['merge', '-q', '--no-ff', '-m', 'sync', BRANCH]);
  const commit = fixture.git(['rev-parse', 'HEAD']);
  const heads = [{ agent: 'one', branch: BRANCH, oid }];
  const names = { sync: 's', tx: 't' };
  const begin = { leftOut: [], overrides: [], strategy: 'merge' as const };
  await journal.append({ kind: 'sync.begin', ...names, before: commit, heads, ...begin });
  const end = { undo: null, message: null, files: [] };
  await journal.append({ kind: 'sync.end', ...names, outcome: 'landed', commit, ...end });
}

const CASES: readonly (readonly [name: string, act: () => void, check: () => void])[] = [
  [
    'dirty, with another version staged',
    () => {
      write('a.txt', 'staged\n');
      git('add', 'a.txt');
      write('a.txt', 'edited\r\n');
      rmSync(join(path, 'b.txt'));
    },
    () => {
      expect(read('a.txt')).toBe('edited\r\n');
      expect(git('show', ':a.txt')).toBe('staged');
      expect(git('status', '--porcelain')).toBe('MM a.txt\n D b.txt');
    },
  ],
  [
    'untracked',
    () => write('new file.txt', 'new\n'),
    () => expect(read('new file.txt')).toBe('new\n'),
  ],
  [
    'holding ignored files',
    () => write('local.env', 'KEY=1\n'),
    () => expect(read('local.env')).toBe('KEY=1\n'),
  ],
  [
    'hiding a change from git',
    () => {
      git('update-index', '--assume-unchanged', 'a.txt');
      git('update-index', '--skip-worktree', 'b.txt');
      write('a.txt', 'hidden\n');
      write('b.txt', 'hidden too\n');
    },
    () => expect(read('a.txt') + read('b.txt')).toBe('hidden\nhidden too\n'),
  ],
  [
    'detached ahead of its branch',
    () => {
      git('switch', '-q', '--detach');
      fixture.commit({ 'detached.txt': 'd\n' }, { cwd: path });
    },
    () => expect(read('detached.txt')).toBe('d\n'),
  ],
];

test.each(
  CASES.flatMap(([name, act, check]) =>
    [true, false].map((folderKept) => ({ name, act, check, folderKept })),
  ),
)(
  'removed while $name: comes back (folder kept: $folderKept)',
  async ({ act, check, folderKept }) => {
    await landed();
    act();
    const head = git('rev-parse', 'HEAD');
    const result = await cleanWorktrees(repo, { apply: true });
    expect(result).toMatchObject({ removed: [path], kept: [] });
    expect(existsSync(path)).toBe(false);
    expect(fixture.git(['worktree', 'list'])).not.toContain('app-one');
    const [id = ''] = result.trash;
    const trashed = join(repo.commonDir, 'tributary', 'trash', id, 'tree');
    if (!folderKept) rmSync(trashed, { recursive: true });
    expect(await restoreWorktree(repo, id)).toEqual({ ref: `refs/tributary/trash/${id}`, path });
    expect(git('rev-parse', 'HEAD')).toBe(head);
    check();
  },
);

test('mid-rebase, or with a status that takes too long: kept, with the reason', async () => {
  await landed();
  git('switch', '-q', '-c', 'side', 'HEAD~1');
  fixture.commit({ 'own.txt': 'clash\n' }, { cwd: path });
  expect(() => git('rebase', BRANCH)).toThrow();
  const rebasing = await cleanWorktrees(repo, { apply: true });
  expect(rebasing).toMatchObject({
    removed: [],
    kept: [{ path, reason: 'a rebase is under way in it' }],
  });
  git('rebase', '--abort');
  const slow = await cleanWorktrees(repo, { apply: true, statusTimeoutMs: 0 });
  expect(slow).toMatchObject({
    removed: [],
    kept: [{ path, reason: expect.stringMatching(/did not end within/) }],
  });
  expect(existsSync(join(path, 'own.txt'))).toBe(true);
});

test('with another repository inside, in use, or not landed: kept', async () => {
  await landed();
  mkdirSync(join(path, 'inner'));
  fixture.git(['init', '-q'], join(path, 'inner'));
  writeFileSync(join(path, 'inner', 'f'), 'x');
  expect(await cleanWorktrees(repo, { apply: true })).toMatchObject({
    removed: [],
    kept: [{ path, reason: 'it contains another git repository' }],
  });
  const inUse = await cleanWorktrees(repo, { apply: true, inUse: () => 'a session runs in it' });
  expect(inUse.kept).toEqual([{ path, reason: 'a session runs in it' }]);
  await journal.append({ kind: 'sync.undone', sync: 's', tx: 't', from: 'f', to: 't' });
  const undone = await cleanWorktrees(repo, { apply: true });
  expect(undone.kept).toEqual([{ path, reason: 'one has not been merged yet' }]);
  expect(existsSync(path)).toBe(true);
});

test('with commits from after its merge: kept; removed by name it comes back with its branch', async () => {
  await landed();
  fixture.commit({ 'late.txt': 'late\n' }, { cwd: path });
  const kept = [{ path, reason: 'one has 1 commit that was not merged' }];
  expect(await cleanWorktrees(repo, { apply: true })).toMatchObject({ removed: [], kept });
  const { trash } = await removeOne(repo, path, { apply: true });
  expect(existsSync(path)).toBe(false);
  await restoreWorktree(repo, trash[0] ?? '');
  expect(read('late.txt')).toBe('late\n');
  expect(git('branch', '--show-current')).toBe(BRANCH);
});

test('a merged branch goes with its worktree, an unmerged one stays', async () => {
  await landed();
  expect(await cleanWorktrees(repo, { apply: false })).toEqual({
    removed: [path],
    kept: [],
    trash: [],
  });
  expect(existsSync(path)).toBe(true);
  await cleanWorktrees(repo, { apply: true });
  expect(fixture.git(['branch', '--list', BRANCH])).toBe('');
  expect(await cleanWorktrees(repo, { apply: true })).toEqual({ removed: [], kept: [], trash: [] });
});

test('the list says whose each worktree is and how it stands', async () => {
  await landed();
  write('new.txt', 'x');
  fixture.git(['worktree', 'add', '-q', '--detach', join(fixture.root, 'mine')]);
  fixture.git(['worktree', 'add', '-q', '--detach', join(fixture.root, 'app-integration')]);
  const gone = join(fixture.root, 'app-gone');
  const base = fixture.git(['rev-parse', 'HEAD']);
  await journal.append({ kind: 'agent.created', agent: 'gone', branch: 'g', path: gone, base });
  const views = await listWorktrees(repo);
  expect(
    views.map(({ path: at, owner, state, dirty }) => [
      at.slice(fixture.root.length),
      owner,
      state,
      dirty,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['/app-one', 'agent', 'ok', true],
      ['/mine', 'user', 'ok', false],
      ['/app-integration', 'integration', 'ok', false],
      ['/app-gone', 'agent', 'missing', null],
    ]),
  );
  expect(views[0]?.bytes).toBeGreaterThan(0);
});
