import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { Limit } from '../git/limit.ts';
import { tryLock, withLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { readOwners } from '../journal/owned-worktrees.ts';
import { log } from '../log.ts';
import { checkDisk, type DiskPort, realDisk } from './disk.ts';
import { lockReason } from './own-lock.ts';
import { pointingFolder } from './pointer.ts';
import {
  dropStrayMarks,
  isPristine,
  isReady,
  markReady,
  type PoolEntry,
  poolFolder,
  poolFolders,
  readPool,
  unmarkReady,
} from './pool.ts';
import { keepReason, removeUnlinked, removeWorktree } from './remove.ts';
import { holdsOnly, isKept } from './take-back.ts';

/** More at once only wait for the same disk, and people work meanwhile. */
const AT_ONCE = 2;

interface FillOptions {
  /** Folder of the worktrees. */
  readonly root: string;
  readonly wanted: number;
  /** The commit that agents will most likely be cut from. */
  readonly base: string;
  readonly disk?: DiskPort | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings the pool to `wanted` entries at `base`: makes missing ones, moves old ones on, removes surplus ones. Does
 * nothing while another process fills it. Makes none while the disk is short. Answers how many wait now.
 */
export async function fillPool(repo: Repository, options: FillOptions): Promise<number> {
  const { root, wanted, base, signal } = options;
  await tryLock(repo, 'pool', async () => {
    await withLock(repo, 'write', () => clearPool(repo, root));
    const kept = await trim(repo, await readPool(repo, root), options);
    const limit = new Limit(AT_ONCE);
    const stale = kept.filter(({ head }) => head !== base);
    await Promise.all(stale.map((entry) => limit.run(() => moveOn(repo, entry, { base, signal }))));
    const missing = Math.max(0, wanted - kept.length);
    if (missing === 0 || !(await hasRoom(repo, options, missing))) return;
    const folder = await poolFolder(repo, root);
    await Promise.all(
      Array.from({ length: missing }, () => limit.run(() => addEntry(repo, folder, options))),
    );
  });
  return (await readPool(repo, root)).filter(({ ready }) => ready).length;
}

/** Takes surplus entries away; answers those that stay. */
async function trim(
  repo: Repository,
  entries: readonly PoolEntry[],
  { wanted }: FillOptions,
): Promise<readonly PoolEntry[]> {
  const ready = entries.filter((entry) => entry.ready);
  const surplus = ready.slice(wanted);
  if (surplus.length > 0)
    await withLock(repo, 'write', async () => {
      for (const entry of surplus)
        if (await isReady(entry.path, entry.head ?? '')) await discard(repo, entry);
    });
  return ready.slice(0, wanted);
}

async function hasRoom(
  repo: Repository,
  { root, base, disk = realDisk }: FillOptions,
  missing: number,
): Promise<boolean> {
  try {
    await checkDisk(repo, disk, { root, bases: Array.from({ length: missing }, () => base) });
    return true;
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    return false;
  }
}

async function addEntry(
  repo: Repository,
  folder: string,
  { base, signal }: FillOptions,
): Promise<void> {
  if (signal?.aborted) return;
  const path = join(folder, randomUUID().slice(0, 8));
  await mkdir(folder, { recursive: true });
  const args = ['worktree', 'add', '--quiet', '--detach', '--no-checkout', '--lock', '--reason'];
  args.push(lockReason('pool'), '--', path, base);
  try {
    await withLock(repo, 'write', () => runGit(args, { cwd: repo.path }));
    const fill = ['-c', 'checkout.workers=0', 'checkout', '--quiet', '--no-overwrite-ignore'];
    await runGit(fill, { cwd: path, signal });
    await finish(path, base, signal);
  } catch (error) {
    // What is half made is cleared the next time; agents are made without it.
    if (!signal?.aborted) log.error('the pool could not be filled', error);
  }
}

/** Moves an entry on to another commit: never by force, so that what somebody did in it stays. */
async function moveOn(
  repo: Repository,
  entry: PoolEntry,
  { base, signal }: { readonly base: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const ours = await withLock(repo, 'write', async () => {
    const still = await isReady(entry.path, entry.head ?? '');
    await unmarkReady(entry.path);
    return still;
  });
  // An agent took it meanwhile.
  if (!ours) return;
  try {
    if (!(await isPristine(entry.path, signal))) return;
    const args = ['-c', 'checkout.workers=0', 'checkout', '--quiet', '--detach', base];
    await runGit(args, { cwd: entry.path, signal });
    await finish(entry.path, base, signal);
  } catch (error) {
    if (!signal?.aborted) log.error('an entry of the pool could not be moved on', error);
  }
}

/** Files as young as the index would be read again by every status. Ready only when nothing is amiss. */
async function finish(
  path: string,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, signal, expect: [0, 1] });
  if (await isPristine(path, signal)) await markReady(path, commit);
}

/** After a crash, with the `write` lock held and nobody filling: removes entries that are not whole. */
async function clearPool(repo: Repository, root: string): Promise<void> {
  const { owned } = await readOwners(repo);
  // What is on its way out of the pool belongs to the recovery of its agent.
  if (owned.some(({ state }) => state === 'creating')) return;
  for (const entry of await readPool(repo, root)) {
    if (!entry.ready || entry.prunable) await discard(repo, entry);
  }
  const known = new Set((await worktreeEntries(repo)).map(({ path }) => path));
  for (const folder of poolFolders(repo, root)) {
    await dropStrayMarks(folder);
    for (const item of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, item.name);
      if (item.isDirectory() && !known.has(path)) await clearUnknown(repo, path);
    }
  }
}

/** As `fillPool` begins: brings the pool in order after a crash, and fills nothing. */
export async function recoverPool(repo: Repository, root: string): Promise<void> {
  await tryLock(repo, 'pool', () => withLock(repo, 'write', () => clearPool(repo, root)));
}

/** A folder in the pool that git does not know: empty when git was ended early, else kept in the trash. */
async function clearUnknown(repo: Repository, path: string): Promise<void> {
  const folder = await pointingFolder(repo, path);
  if (folder?.entry === null) await removeUnlinked(repo, path);
  else
    await rmdir(path).catch(() => {
      // Not empty: nothing of ours makes such a folder.
    });
}

/** Removes an entry; what somebody did in it goes to the trash with it, and what cannot be saved stays. */
async function discard(repo: Repository, entry: PoolEntry): Promise<void> {
  await unmarkReady(entry.path);
  const { path, branch, head } = entry;
  try {
    // A commit that only this entry has is somebody's work.
    const ours = branch === null && head !== null && (await isKept(repo, head));
    const pristine = ours && (await holdsOnly(path, [head]));
    await removeWorktree(repo, entry, { pristine });
  } catch (error) {
    if (keepReason(error) === null) throw error;
    log.error('an entry of the pool stays', error);
  }
}
