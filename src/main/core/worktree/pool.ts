import { readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { Limit } from '../git/limit.ts';
import { type Repository, stateFolder } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { lockReason } from './own-lock.ts';
import { besideFolder } from './trash.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

/**
 * Suffix of a mark file next to a pool entry, with the commit at which it is complete. Deleted before the entry is
 * changed.
 */
const READY = '.ready';

/** A fresh detached worktree that waits for an agent. */
export interface PoolEntry extends WorktreeEntry {
  readonly ready: boolean;
}

/**
 * Possible folders of entries: in the git directory, or next to the worktrees when those are on another file system.
 */
export function poolFolders(
  repo: Repository,
  root: string,
): readonly [inside: string, beside: string] {
  return [join(stateFolder(repo), 'pool'), join(root, besideFolder(repo), 'pool')];
}

/** The folder for new entries, on the file system of the worktrees. */
export async function poolFolder(repo: Repository, root: string): Promise<string> {
  const [inside, beside] = poolFolders(repo, root);
  const [own, there] = await Promise.all([stat(repo.commonDir), stat(root)]);
  return own.dev === there.dev ? inside : beside;
}

/** Whether a worktree is a pool entry, by its path. */
export function isInPool(repo: Repository, path: string, root: string): boolean {
  return poolFolders(repo, root).includes(dirname(path));
}

/** The entries of the pool. Runs no git when there has never been a pool. */
export async function readPool(repo: Repository, root: string): Promise<PoolEntry[]> {
  const names = await Promise.all(
    poolFolders(repo, root).map((folder) => readdir(folder).catch(() => [])),
  );
  if (names.flat().length === 0) return [];
  const entries = (await worktreeEntries(repo)).filter(({ path }) => isInPool(repo, path, root));
  return Promise.all(
    entries.map(async (entry) => ({
      ...entry,
      ready: entry.head !== null && (await isReady(entry.path, entry.head)),
    })),
  );
}

/** Whether an entry was complete at its current commit. */
export async function isReady(path: string, head: string): Promise<boolean> {
  return (await readFile(`${path}${READY}`, 'utf8').catch(() => '')) === head;
}

export async function markReady(path: string, head: string): Promise<void> {
  await writeFile(`${path}${READY}`, head);
}

/** Afterwards nobody takes the entry, and after a crash it will be removed. */
export async function unmarkReady(path: string): Promise<void> {
  await unlink(`${path}${READY}`).catch(() => {
    // Already deleted.
  });
}

/** Deletes marks without an entry. */
export async function dropStrayMarks(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, basename(name, READY));
    if (name.endsWith(READY) && !(await stat(path).catch(() => null))) await unmarkReady(path);
  }
}

/** Whether it contains only the files of its commit, as git wrote them, so nobody has worked in it. */
export async function isPristine(path: string, signal?: AbortSignal): Promise<boolean> {
  const status = await readStatus(path, { ignored: true, signal });
  return status.branch === null && !status.dirty && status.ignored.length === 0;
}

/** Entries that one call of `createWorktrees` may take. The caller holds the `write` lock. */
export class PoolSupply {
  readonly #repo: Repository;
  readonly #entries: PoolEntry[];
  readonly #registering: Limit;

  /** `registering` allows one command at a time to change git's worktree entries. */
  constructor(repo: Repository, entries: readonly PoolEntry[], registering: Limit) {
    this.#repo = repo;
    this.#entries = entries.filter(({ ready, prunable }) => ready && !prunable);
    this.#registering = registering;
  }

  /**
   * Turns an entry into the worktree of a spec: moves it, creates and checks out the branch. `spoilt`: it was
   * incomplete, and `takeBack` must clean up the spec's path.
   */
  async take(spec: WorktreeSpec, signal: AbortSignal): Promise<'taken' | 'none' | 'spoilt'> {
    const entry = this.#next(spec.base);
    if (!entry) return 'none';
    try {
      const pristine = await isPristine(entry.path, signal);
      await unmarkReady(entry.path);
      if (!pristine) return 'none';
      await this.#registering.run(() => this.#move(entry, spec));
      const args = ['-c', 'checkout.workers=0', 'switch', '--quiet', '--no-track'];
      await runGit([...args, '-c', spec.branch, spec.base], { cwd: spec.path, signal });
      const status = await readStatus(spec.path, { signal });
      const right = status.branch === spec.branch && status.head === spec.base && !status.dirty;
      return right ? 'taken' : 'spoilt';
    } catch (error) {
      // Also when the folder cannot be renamed: the worktree is then created instead.
      if (error instanceof CoreFailure || (error instanceof Error && 'syscall' in error))
        return 'spoilt';
      throw error;
    }
  }

  /** Preferably one at exactly this commit. */
  #next(base: string): PoolEntry | undefined {
    const index = this.#entries.findIndex(({ head }) => head === base);
    return this.#entries.splice(Math.max(0, index), 1)[0];
  }

  async #move(entry: PoolEntry, { path, agent }: WorktreeSpec): Promise<void> {
    const options = { cwd: this.#repo.path };
    // `git worktree move` refuses worktrees with submodules.
    await rename(entry.path, path);
    await runGit(['worktree', 'repair', '--', path], options);
    await runGit(['worktree', 'unlock', '--', path], { ...options, expect: [0, 128] });
    await runGit(['worktree', 'lock', '--reason', lockReason(agent), '--', path], options);
  }
}
