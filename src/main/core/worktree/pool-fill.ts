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

/** Worktrees created at a time: more only compete for the disk, while people work. */
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
 * Brings the pool to `wanted` entries at `base`: creates missing ones, updates old ones, removes surplus ones. Does
 * nothing while another process fills it, and creates none when the disk is nearly full. Returns the number of ready
 * entries.
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

/** Removes surplus entries; returns the rest. */
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
    // Half-created entries are removed next time; agents do not need the pool.
    if (!signal?.aborted) log.error('the pool could not be filled', error);
  }
}

/** Checks out another commit in an entry, never by force, so that changes in it stay. */
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

/** Files as new as the index would be read again by every status. The entry is ready only when it is complete. */
async function finish(
  path: string,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, signal, expect: [0, 1] });
  if (await isPristine(path, signal)) await markReady(path, commit);
}

/** Removes incomplete entries after a crash. The caller holds the `write` lock, and nobody fills the pool. */
async function clearPool(repo: Repository, root: string): Promise<void> {
  const { owned } = await readOwners(repo);
  // An entry being moved to an agent is left to the recovery of that agent.
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

/** Like the first step of `fillPool`: cleans up after a crash, without filling. */
export async function recoverPool(repo: Repository, root: string): Promise<void> {
  await tryLock(repo, 'pool', () => withLock(repo, 'write', () => clearPool(repo, root)));
}

/** A pool folder unknown to git: deleted when empty (git was interrupted early), otherwise moved to the trash. */
async function clearUnknown(repo: Repository, path: string): Promise<void> {
  const folder = await pointingFolder(repo, path);
  if (folder?.entry === null) await removeUnlinked(repo, path);
  else
    await rmdir(path).catch(() => {
      // Not empty, so it is not ours.
    });
}

/** Removes an entry. Somebody's changes in it go to the trash; what cannot be saved stays. */
async function discard(repo: Repository, entry: PoolEntry): Promise<void> {
  await unmarkReady(entry.path);
  const { path, branch, head } = entry;
  try {
    // A commit that is only in this entry is somebody's work.
    const ours = branch === null && head !== null && (await isKept(repo, head));
    const pristine = ours && (await holdsOnly(path, [head]));
    await removeWorktree(repo, entry, { pristine });
  } catch (error) {
    if (keepReason(error) === null) throw error;
    log.error('an entry of the pool stays', error);
  }
}
