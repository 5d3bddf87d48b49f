import { readdir, readFile, readlink, stat, unlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Repository } from '../git/repository.ts';
import { gitDirOf, worktreeEntries } from '../git/worktree-entries.ts';

/** On systems where processes cannot be inspected, a lock counts as stale only after this time. */
const UNKNOWN_AGE_MS = 10 * 60 * 1000;
/** How long to wait for somebody's git command in the same worktree to finish. */
const PATIENCE_MS = 3_000;
const POLL_MS = 50;
/** File systems round timestamps. */
const ROUNDING_MS = 2_000;

export interface StaleLocks {
  /** Locks in use: another git process is working there. */
  readonly held: readonly string[];
  /** Stale locks of a dead git process of ours; they were removed. */
  readonly removed: readonly string[];
}

const NO_LOCKS: StaleLocks = { held: [], removed: [] };

/**
 * Removes lock files that our git process left in a worktree when it was killed: locks created after `since` (ms since
 * the epoch, before that process started) while no git process works there. The caller holds the `write` lock, so none
 * of our own processes does.
 */
export async function removeStaleLocks(
  repo: Repository,
  place: { readonly worktree: string; readonly branch: string | null; readonly since: number },
): Promise<StaleLocks> {
  const { worktree, branch, since } = place;
  const gitDir = await gitDirOf(worktree).catch(() => null);
  if (gitDir === null) return NO_LOCKS;
  const files = ['index.lock', 'HEAD.lock', 'ORIG_HEAD.lock'].map((name) => join(gitDir, name));
  if (branch !== null) files.push(join(repo.commonDir, 'refs/heads', `${branch}.lock`));
  const held: string[] = [];
  const removed: string[] = [];
  for (const file of files) {
    if (!(await isOurs(file, since))) continue;
    const free = await staysFree([worktree], file);
    if (free) await unlink(file).catch(() => {});
    (free ? removed : held).push(file);
  }
  return { held, removed };
}

/**
 * Removes lock files that our killed processes left next to refs: next to refs that only we write, and next to
 * `packed-refs` if no git process works in any worktree of the repository. The caller holds the `write` lock.
 */
export async function removeRefLocks(repo: Repository, since: number): Promise<void> {
  const folder = join(repo.commonDir, 'refs', 'tributary');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    const file = join(folder, name);
    if (name.endsWith('.lock') && (await isOurs(file, since))) await unlink(file);
  }
  const packed = join(repo.commonDir, 'packed-refs.lock');
  if (!(await isOurs(packed, since))) return;
  const places = [repo.commonDir, ...(await worktreeEntries(repo)).map(({ path }) => path)];
  if (await staysFree(places, packed)) await unlink(packed).catch(() => {});
}

/**
 * The worktree in which a branch is checked out; the main checkout if it is checked out nowhere, because its refs are
 * locked there.
 */
export async function placeOf(repo: Repository, branch: string): Promise<string> {
  const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
  return holder && !holder.prunable ? holder.path : repo.path;
}

/** Whether this user created the lock after `since`. */
async function isOurs(file: string, since: number): Promise<boolean> {
  const info = await stat(file).catch(() => null);
  if (!info || info.mtimeMs < since - ROUNDING_MS) return false;
  return process.getuid === undefined || info.uid === process.getuid();
}

/** Waits until no git process works there or the lock disappears; false on timeout. */
async function staysFree(places: readonly string[], lock: string): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (!(await gitWorksIn(places, lock))) return true;
    if (Date.now() > deadline) return false;
    await pause(POLL_MS);
  }
}

async function gitWorksIn(places: readonly string[], lock: string): Promise<boolean> {
  const info = await stat(lock).catch(() => null);
  if (!info) return false;
  if (process.platform !== 'linux') return Date.now() - info.mtimeMs < UNKNOWN_AGE_MS;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const inside = await Promise.all(pids.map((pid) => isGitIn(places, pid)));
  return inside.includes(true);
}

async function isGitIn(places: readonly string[], pid: string): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (!name.startsWith('git')) return false;
  // For another user's process this link is unreadable, but then the lock is not theirs.
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return places.some((place) => cwd === place || cwd?.startsWith(place + sep));
}
