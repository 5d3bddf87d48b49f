import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { APP_IDENTITY } from '../git/committer.ts';
import { copyIndex } from '../git/copy-index.ts';
import { taggedIndexEntries } from '../git/entry-listings.ts';
import { namesInput } from '../git/listings.ts';
import { updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runListing } from '../git/run-git.ts';
import { deliver, openShadow, type Shadow } from '../git/shadow.ts';
import { readStatus, type WorktreeStatus } from '../git/status.ts';
import { checkFree, type DiskPort, realDisk } from './disk.ts';
import { submoduleWork } from './submodules.ts';

/** Larger ignored files, in bytes, are not part of a snapshot; the folder in the trash keeps them. */
const IGNORED_FILE_BYTES = 5_000_000;
const IGNORED_TOTAL_BYTES = 50_000_000;
/** Folders that package managers can restore. */
const REPRODUCIBLE = new Set(['node_modules', '.venv', '__pycache__', '.gradle']);

export interface SavedWorktree {
  /** HEAD when nothing was uncommitted. */
  readonly oid: string;
  readonly head: string;
  readonly status: WorktreeStatus;
  /** Number of ignored files omitted for their size or folder. */
  readonly omitted: number;
}

interface SaveOptions {
  readonly ref: string;
  readonly message: string;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly disk?: DiskPort | undefined;
}

/**
 * Saves everything a worktree has beyond its branch (staged, changed, untracked and ignored files, a detached HEAD) as
 * a commit under a ref of the app, through a temporary index. Only reads the worktree. Throws `worktree.unsavable` with
 * the reason when something cannot be saved, when the status is unknown, and when the disk is full.
 */
export async function saveWorktree(
  repo: Repository,
  worktree: string,
  options: SaveOptions,
): Promise<SavedWorktree> {
  const { timeoutMs, signal } = options;
  const [status, index] = await Promise.all([
    readStatus(worktree, { ignored: true, timeoutMs, signal }),
    readIndex(worktree),
  ]);
  const { head } = status;
  if (head === null) throw unsavable(worktree, 'its branch has no commit');
  if (status.operation) throw unsavable(worktree, `a ${status.operation} is under way in it`);
  if (status.conflicted.length > 0) throw unsavable(worktree, 'it has unsettled conflicts');
  if (status.untracked.some((path) => path.endsWith('/')))
    throw unsavable(worktree, 'it contains another git repository');
  const inSubmodule = await submoduleWork(worktree, index.submodules, signal);
  if (inSubmodule !== null) throw unsavable(worktree, inSubmodule);
  const { hidden } = index;
  const ignored = await selectIgnored(worktree, status.ignored);
  const paths = [...status.changed, ...status.untracked, ...ignored, ...hidden];
  const omitted = status.ignored.length - ignored.length;
  const oid =
    paths.length === 0 ? head : await saveFiles(repo, { worktree, head, paths, hidden }, options);
  await updateRef(repo, { ref: options.ref, to: oid, from: null, message: options.message });
  return { oid, head, status, omitted };
}

async function saveFiles(
  repo: Repository,
  files: Omit<Files, 'message'>,
  { message, disk = realDisk }: SaveOptions,
): Promise<string> {
  const { worktree, head, paths } = files;
  if (!(await checkFree(disk, repo.commonDir, await bytesOf(worktree, paths))))
    throw unsavable(worktree, 'there is no room on the disk to save what is in it');
  const shadow = await openShadow(repo);
  const oid = await commitFiles(shadow, { ...files, message });
  if (oid !== head) await deliver(repo, shadow, { commits: [oid], known: [head] });
  return oid;
}

async function bytesOf(worktree: string, paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    paths.map(async (path) => (await lstat(join(worktree, path)).catch(() => null))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The failure for a worktree that is left as it is. */
export function unsavable(worktree: string, reason: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.unsavable',
    message: `${worktree} is left alone: ${reason}.`,
    data: { path: worktree, reason },
  });
}

/** Existing files that git was told to ignore changes of (assume-unchanged, skip-worktree), and submodules. */
async function readIndex(
  worktree: string,
): Promise<{ readonly hidden: readonly string[]; readonly submodules: readonly string[] }> {
  const entries = await runListing(taggedIndexEntries, { cwd: worktree });
  const hidden: string[] = [];
  const submodules: string[] = [];
  for (const { tag, mode, path } of entries) {
    if (mode === '160000') submodules.push(path);
    else if (/^[a-zS]$/.test(tag) && (await exists(join(worktree, path)))) hidden.push(path);
  }
  return { hidden, submodules };
}

async function selectIgnored(worktree: string, paths: readonly string[]): Promise<string[]> {
  const candidates = paths.filter(
    (path) => !path.endsWith('/') && !path.split('/').some((part) => REPRODUCIBLE.has(part)),
  );
  const sized = await Promise.all(
    candidates.map(async (path) => {
      const info = await lstat(join(worktree, path)).catch(() => null);
      return { path, size: info?.size ?? 0 };
    }),
  );
  let total = 0;
  return sized
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => {
      total += size;
      return size <= IGNORED_FILE_BYTES && total <= IGNORED_TOTAL_BYTES;
    })
    .map(({ path }) => path);
}

interface Files {
  readonly worktree: string;
  readonly head: string;
  readonly paths: readonly string[];
  readonly hidden: readonly string[];
  readonly message: string;
}

/** Commits the work tree as a child of HEAD, with the staged files, if they differ from both, as second parent. */
async function commitFiles(shadow: Shadow, files: Files): Promise<string> {
  const { worktree, head, message } = files;
  return shadow.withScratch(async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index'), GIT_WORK_TREE: worktree };
    const git = async (args: readonly string[], input = '') =>
      (await shadow.git(args, { cwd: worktree, env: { ...APP_IDENTITY, ...env }, input })).stdout;
    await borrowIndex(shadow, { worktree, head, index: env.GIT_INDEX_FILE });
    const staged = (await git(['write-tree'])).trim();
    for (const flag of ['--no-assume-unchanged', '--no-skip-worktree'])
      await git(['update-index', flag, '-z', '--stdin'], namesInput(files.hidden));
    await git(['update-index', '--add', '--remove', '-z', '--stdin'], namesInput(files.paths));
    const tree = (await git(['write-tree'])).trim();
    const before = (await git(['rev-parse', `${head}^{tree}`])).trim();
    if (tree === before && staged === before) return head;
    const commit = async (of: string, parents: readonly string[]) =>
      (
        await git(
          ['commit-tree', ...parents.flatMap((oid) => ['-p', oid]), '-F', '-', of],
          `${message}\n`,
        )
      ).trim();
    if (staged === before) return commit(tree, [head]);
    return commit(tree, [head, await commit(staged, [head])]);
  });
}

async function borrowIndex(
  shadow: Shadow,
  { worktree, head, index }: { worktree: string; head: string; index: string },
): Promise<void> {
  const env = { GIT_INDEX_FILE: index, GIT_WORK_TREE: worktree };
  if (await copyIndex(worktree, index)) {
    const { code } = await shadow.git(['ls-files', '--', ':(top,literal).git'], {
      cwd: worktree,
      env,
      reads: true,
      expect: [0, 128],
    });
    // 128: the index needs a second file (e.g. a split index).
    if (code !== 128) return;
  }
  await shadow.git(['read-tree', head], { cwd: worktree, env });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
