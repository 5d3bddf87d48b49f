import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { prepareWorktree } from '../agents/prepare-worktree.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { createWorktrees } from './create-worktrees.ts';
import { listWorktrees } from './list.ts';
import { fillPool } from './pool-fill.ts';
import { emptyTrash } from './remove.ts';
import { removeOne } from './remove-one.ts';
import { restoreWorktree } from './restore.ts';

const DAY_MS = 24 * 3600 * 1000;

let fixture: RepositoryFixture;
let repo: Repository;
let journal: Journal;
let tree = '';
const extra: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of [fixture.root, ...extra.splice(0)]) rmSync(folder, { recursive: true });
});

const git = (...args: string[]) => fixture.git(args, tree);

/** A repository with an agent's worktree, made after `shape` had its way with it. */
async function open(files: Record<string, string>, shape: () => void = () => {}): Promise<void> {
  fixture = makeRepository(files);
  shape();
  await make();
}

async function make(path = fixture.path, root = fixture.root): Promise<void> {
  repo = await openRepository(path);
  journal = openJournal(repo.commonDir, 'x');
  tree = join(root, 'app-one');
  const base = fixture.git(['rev-parse', 'HEAD'], path);
  const spec = { agent: 'one', branch: 'feature/x-one', path: tree, base };
  await createWorktrees(repo, [spec], { journal });
}

const prepare = (trusted: boolean) =>
  prepareWorktree(repo, tree, { setup: null, trusted, env: {}, onOutput: () => {} });

/** Removes the worktree and brings it back, with its folder or from its snapshot alone. */
async function roundTrip(folderKept: boolean): Promise<void> {
  const { trash } = await removeOne(repo, tree, { apply: true });
  const [id = ''] = trash;
  expect(existsSync(tree)).toBe(false);
  if (!folderKept) rmSync(join(repo.commonDir, 'tributary/trash', id, 'tree'), { recursive: true });
  await restoreWorktree(repo, id);
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { data?: { reason?: string } }) => error.data?.reason ?? String(error),
  );

/** A git configuration of the person's own, as it may be on any machine. */
function personal(text: string): void {
  const home = mkdtempSync(join(tmpdir(), 'tributary-home-'));
  extra.push(home);
  writeFileSync(join(home, '.gitconfig'), text);
  vi.stubEnv('HOME', home);
}

/** Programs that are on the search path, each a shell script that says that it ran. */
function program(name: string, body: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bin-'));
  extra.push(folder);
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

function addSubmodule(): void {
  const library = join(fixture.root, 'library');
  mkdirSync(library);
  fixture.git(['init', '-q', '-b', 'main'], library);
  fixture.git(['config', 'user.name', 'Test'], library);
  fixture.git(['config', 'user.email', 'test@example.com'], library);
  fixture.commit({ 'lib.txt': 'lib\n' }, { cwd: library });
  const allow = ['-c', 'protocol.file.allow=always'];
  fixture.git([...allow, 'submodule', '--quiet', 'add', library, 'lib']);
  fixture.git(['commit', '-q', '-m', 'add library']);
}

test('submodules: empty ones are told of, filled after trust where git may', async () => {
  await open({ 'a.txt': 'a\n' }, addSubmodule);
  expect(git('status', '--porcelain')).toBe('');
  expect((await prepare(false)).notes).toEqual([
    'Submodules are not initialised, because this repository is not trusted: lib.',
  ]);
  expect((await prepare(true)).notes).toEqual([
    expect.stringMatching(/^The submodule lib is not initialised: transport 'file' not allowed\.$/),
  ]);
  personal('[protocol "file"]\n\tallow = always\n');
  expect((await prepare(true)).notes).toEqual([]);
  expect(readFileSync(join(tree, 'lib/lib.txt'), 'utf8')).toBe('lib\n');
  expect(existsSync(join(repo.commonDir, 'worktrees/app-one/modules/lib'))).toBe(true);
  await roundTrip(true);
  expect(git('-C', 'lib', 'log', '--format=%s')).toBe('change');
  expect(git('status', '--porcelain')).toBe('');
});

test('submodules: one with work that is nowhere else keeps the worktree', async () => {
  personal('[protocol "file"]\n\tallow = always\n[user]\n\tname = T\n\temail = t@example.com\n');
  await open({ 'a.txt': 'a\n' }, addSubmodule);
  await prepare(true);
  const lib = join(tree, 'lib');
  const refused = () => reasonOf(removeOne(repo, tree, { apply: true }));
  writeFileSync(join(lib, 'new.txt'), 'mine');
  expect(await refused()).toBe('the submodule lib holds uncommitted files');
  fixture.git(['add', '-A'], lib);
  fixture.git(['stash', '-q'], lib);
  expect(await refused()).toBe('the submodule lib holds a stash');
  fixture.git(['stash', 'pop', '-q'], lib);
  fixture.git(['commit', '-q', '-m', 'mine'], lib);
  expect(await refused()).toBe('the submodule lib holds commits that no remote has');
  fixture.git(['push', '-q', 'origin', 'HEAD:refs/heads/mine'], lib);
  expect(await refused()).toBe('done');
});

test('submodules: the pool serves such a repository too', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  addSubmodule();
  repo = await openRepository(fixture.path);
  const base = fixture.git(['rev-parse', 'HEAD']);
  expect(await fillPool(repo, { root: fixture.root, wanted: 1, base })).toBe(1);
  await make();
  expect(git('status', '--porcelain', '--branch')).toBe('## feature/x-one');
  expect(existsSync(join(repo.commonDir, 'worktrees/app-one'))).toBe(false);
});

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n';
const LFS = { '.gitattributes': '*.bin filter=lfs -text\n', 'big.bin': POINTER };

test('large files: pointers stay and the notes say why; nothing fails', async () => {
  await open(LFS, () => fixture.git(['config', 'filter.lfs.required', 'true']));
  expect(readFileSync(join(tree, 'big.bin'), 'utf8')).toBe(POINTER);
  expect((await prepare(false)).notes).toEqual([
    'Files of git LFS stay pointers, because this repository is not trusted.',
  ]);
  expect((await prepare(true)).notes).toEqual([
    'Files of git LFS stay pointers: git-lfs is not installed.',
  ]);
  const stub = program('git-lfs', '[ "$1" = checkout ] && printf abc > big.bin; exit 0');
  vi.stubEnv('PATH', `${dirname(stub)}${delimiter}${process.env['PATH']}`);
  expect((await prepare(true)).notes).toEqual([]);
  expect(readFileSync(join(tree, 'big.bin'), 'utf8')).toBe('abc');
});

test('hooks: the app runs none, agents run theirs, and a missing folder is told', async () => {
  const seen = () => existsSync(join(fixture.root, 'ran'));
  await open({ 'a.txt': 'a\n', '.gitattributes': '* filter=odd\n' }, () => {
    const mark = `sh -c "echo filter >> '${join(fixture.root, 'ran')}'; cat"`;
    fixture.git(['config', 'filter.odd.smudge', mark]);
    fixture.git(['config', 'filter.odd.clean', mark]);
    fixture.git(['config', 'core.fsmonitor', mark]);
    for (const hook of [
      'post-checkout',
      'post-index-change',
      'reference-transaction',
      'pre-commit',
    ])
      writeFileSync(
        join(fixture.path, '.git/hooks', hook),
        `#!/bin/sh\necho ${hook} >> '${join(fixture.root, 'ran')}'\n`,
        { mode: 0o755 },
      );
  });
  await fillPool(repo, { root: fixture.root, wanted: 1, base: repo.head ?? '' });
  writeFileSync(join(tree, 'new.txt'), 'x');
  await prepare(false);
  await roundTrip(true);
  await fillPool(repo, { root: fixture.root, wanted: 0, base: repo.head ?? '' });
  expect(seen()).toBe(false);
  fixture.git(['config', '--unset', 'core.fsmonitor']);
  expect((await listWorktrees(repo))[0]?.notes).toEqual([]);
  fixture.commit({ 'b.txt': 'b\n' }, { cwd: tree });
  expect(readFileSync(join(fixture.root, 'ran'), 'utf8')).toContain('pre-commit');
  fixture.git(['config', 'core.hooksPath', '.husky/_']);
  const note = 'No hooks are active here: core.hooksPath is .husky/_, which is not there.';
  expect((await listWorktrees(repo)).find(({ path }) => path === tree)?.notes).toEqual([note]);
  expect((await prepare(true)).notes).toEqual([note]);
});

test('signing: nothing of the app waits for a key', async () => {
  const never = () => program('never', 'sleep 600');
  await open({ 'a.txt': 'a\n' }, () => {
    fixture.git(['config', 'commit.gpgsign', 'true']);
    fixture.git(['config', 'gpg.program', never()]);
  });
  writeFileSync(join(tree, 'new.txt'), 'x');
  await roundTrip(false);
  expect(readFileSync(join(tree, 'new.txt'), 'utf8')).toBe('x');
});

test('paths of 300 characters and read-only folders come, go and are deleted for good', async () => {
  const deep = `node_modules/${'long-package-name/'.repeat(17)}index.js`;
  expect(deep.length).toBeGreaterThan(300);
  await open({ [deep.replace('node_modules', 'src')]: 'x\n', '.gitignore': 'node_modules\n' });
  mkdirSync(dirname(join(tree, deep)), { recursive: true });
  writeFileSync(join(tree, deep), 'y');
  chmodSync(dirname(join(tree, deep)), 0o555);
  const { trash } = await removeOne(repo, tree, { apply: true });
  const folder = join(repo.commonDir, 'tributary/trash', trash[0] ?? '');
  expect(existsSync(join(folder, 'tree', deep))).toBe(true);
  expect(await emptyTrash(repo, Date.now() + 29 * DAY_MS)).toEqual([]);
  expect(await emptyTrash(repo, Date.now() + 31 * DAY_MS)).toEqual(trash);
  expect(existsSync(folder)).toBe(false);
  expect(fixture.git(['rev-parse', '--verify', `refs/tributary/trash/${trash[0]}`])).toBeTruthy();
});

test('a folder with a line feed in its name', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const root = join(fixture.root, 'two\nlines');
  mkdirSync(root);
  await make(fixture.path, root);
  writeFileSync(join(tree, 'new\nfile'), 'x');
  expect((await listWorktrees(repo, { root }))[0]).toMatchObject({
    path: tree,
    agent: 'one',
    state: 'ok',
    dirty: true,
  });
  await roundTrip(false);
  expect(readFileSync(join(tree, 'new\nfile'), 'utf8')).toBe('x');
});

test('a sparse checkout with settings per worktree is carried over', async () => {
  await open({ 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' }, () => {
    fixture.git(['config', 'extensions.worktreeConfig', 'true']);
    fixture.git(['sparse-checkout', 'set', '--cone', 'in']);
  });
  expect(existsSync(join(tree, 'in/a.txt'))).toBe(true);
  expect(existsSync(join(tree, 'out'))).toBe(false);
  expect(git('status', '--porcelain')).toBe('');
  writeFileSync(join(tree, 'in/a.txt'), 'changed\n');
  await roundTrip(true);
  expect(git('status', '--porcelain')).toBe(' M in/a.txt');
});

const CLONES = [
  ['shallow', ['--depth', '1']],
  ['partial', ['--filter=blob:none']],
] as const;
test.each(CLONES)('a %s clone', async (_name, options) => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  fixture.commit({ 'b.txt': 'b\n' });
  fixture.git(['config', 'uploadpack.allowFilter', 'true']);
  const clone = join(fixture.root, 'clone');
  fixture.git(['clone', '-q', ...options, `file://${fixture.path}`, clone]);
  await make(clone);
  expect(git('status', '--porcelain')).toBe('');
  writeFileSync(join(tree, 'a.txt'), 'changed\n');
  await roundTrip(false);
  expect(readFileSync(join(tree, 'a.txt'), 'utf8')).toBe('changed\n');
});

test('object names of 64 digits', async () => {
  fixture = makeRepository();
  const path = join(fixture.root, 'wide');
  fixture.git(['init', '-q', '-b', 'main', '--object-format=sha256', path]);
  fixture.git(['config', 'user.name', 'Test'], path);
  fixture.git(['config', 'user.email', 'test@example.com'], path);
  fixture.commit({ 'a.txt': 'a\n' }, { cwd: path });
  await make(path);
  writeFileSync(join(tree, 'new.txt'), 'x');
  await roundTrip(false);
  expect(readFileSync(join(tree, 'new.txt'), 'utf8')).toBe('x');
});

test('a full disk keeps the worktree: what it holds could not be saved', async () => {
  await open({ 'a.txt': 'a\n' });
  writeFileSync(join(tree, 'new.txt'), 'x'.repeat(100_000));
  const disk = { free: async () => 1_100_000 };
  expect(await reasonOf(removeOne(repo, tree, { apply: true, disk }))).toBe(
    'there is no room on the disk to save what is in it',
  );
  expect(existsSync(join(tree, 'new.txt'))).toBe(true);
});
