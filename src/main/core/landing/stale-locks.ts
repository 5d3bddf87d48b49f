import { readdir, readFile, readlink, stat, unlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Repository } from '../git/repository.ts';
import { gitDirOf, worktreeEntries } from '../git/worktree-entries.ts';

/** Where processes cannot be asked, a lock is left behind only when it is as old as this. */
const UNKNOWN_AGE_MS = 10 * 60 * 1000;
/** Somebody's git command in the same place ends soon. */
const PATIENCE_MS = 3_000;
const POLL_MS = 50;
/** File systems round times. */
const ROUNDING_MS = 2_000;

export interface StaleLocks {
  /** Somebody works there. */
  readonly held: readonly string[];
  /** A git process of ours died there. */
  readonly removed: readonly string[];
}

const NO_LOCKS: StaleLocks = { held: [], removed: [] };

/**
 * Removes the lock files that a git process of ours left in a worktree when it was killed: those made since `since`
 * (milliseconds since the epoch, before that process started) while no git process works there. The caller holds the
 * `write` lock, so none of ours does.
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
 * Removes what killed processes of ours left beside refs: beside those that nobody but us writes, and beside the packed
 * ones of the whole repository where no git process works in any of its worktrees. The caller holds the `write` lock.
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

/** The worktree that a branch is checked out in, and where its refs are locked when it is nowhere. */
export async function placeOf(repo: Repository, branch: string): Promise<string> {
  const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
  return holder && !holder.prunable ? holder.path : repo.path;
}

/** Made since then, by this user. */
async function isOurs(file: string, since: number): Promise<boolean> {
  const info = await stat(file).catch(() => null);
  if (!info || info.mtimeMs < since - ROUNDING_MS) return false;
  return process.getuid === undefined || info.uid === process.getuid();
}

/** Nobody works there, or the lock goes away by itself. */
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
  // Somebody else's process does not say where it is; the lock is not theirs.
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return places.some((place) => cwd === place || cwd?.startsWith(place + sep));
}
