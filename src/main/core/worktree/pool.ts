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

/** A file beside a pool entry that holds the commit it is whole at; taken away before anything is done to the entry. */
const READY = '.ready';

/** A fresh detached worktree that waits for an agent. */
export interface PoolEntry extends WorktreeEntry {
  readonly ready: boolean;
}

/** Where entries may be: in the git directory, or beside the worktrees when a rename from there cannot work. */
export function poolFolders(
  repo: Repository,
  root: string,
): readonly [inside: string, beside: string] {
  return [join(stateFolder(repo), 'pool'), join(root, besideFolder(repo), 'pool')];
}

/** The folder for new entries: on the file system of the worktrees' folder. */
export async function poolFolder(repo: Repository, root: string): Promise<string> {
  const [inside, beside] = poolFolders(repo, root);
  const [own, there] = await Promise.all([stat(repo.commonDir), stat(root)]);
  return own.dev === there.dev ? inside : beside;
}

/** Whether a worktree is an entry of the pool, by its place. */
export function isInPool(repo: Repository, path: string, root: string): boolean {
  return poolFolders(repo, root).includes(dirname(path));
}

/** What waits. Runs no git where there has never been a pool. */
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

/** Whether an entry was whole at the commit where it is now. */
export async function isReady(path: string, head: string): Promise<boolean> {
  return (await readFile(`${path}${READY}`, 'utf8').catch(() => '')) === head;
}

export async function markReady(path: string, head: string): Promise<void> {
  await writeFile(`${path}${READY}`, head);
}

/** From here on nobody takes the entry, and a crash leaves it to be removed. */
export async function unmarkReady(path: string): Promise<void> {
  await unlink(`${path}${READY}`).catch(() => {
    // Gone already.
  });
}

/** Marks whose entry is gone. */
export async function dropStrayMarks(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, basename(name, READY));
    if (name.endsWith(READY) && !(await stat(path).catch(() => null))) await unmarkReady(path);
  }
}

/** Nothing in it but the files of its commit, as git wrote them: nobody has worked in it. */
export async function isPristine(path: string, signal?: AbortSignal): Promise<boolean> {
  const status = await readStatus(path, { ignored: true, signal });
  return status.branch === null && !status.dirty && status.ignored.length === 0;
}

/** Entries that one call of `createWorktrees` may take; the caller holds the `write` lock. */
export class PoolSupply {
  readonly #repo: Repository;
  readonly #entries: PoolEntry[];
  readonly #registering: Limit;

  /** `registering`: lets one command at a time change what git knows of worktrees. */
  constructor(repo: Repository, entries: readonly PoolEntry[], registering: Limit) {
    this.#repo = repo;
    this.#entries = entries.filter(({ ready, prunable }) => ready && !prunable);
    this.#registering = registering;
  }

  /**
   * Makes an entry the worktree of a spec: moved into place, branch made and switched to. `spoilt`: it turned out not
   * to be as it should be, and `takeBack` must clear the spec's place.
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
      // Also where the folder cannot be renamed: it is made in its place then.
      if (error instanceof CoreFailure || (error instanceof Error && 'syscall' in error))
        return 'spoilt';
      throw error;
    }
  }

  /** Best, one that is at the very commit. */
  #next(base: string): PoolEntry | undefined {
    const index = this.#entries.findIndex(({ head }) => head === base);
    return this.#entries.splice(Math.max(0, index), 1)[0];
  }

  async #move(entry: PoolEntry, { path, agent }: WorktreeSpec): Promise<void> {
    const options = { cwd: this.#repo.path };
    // git's own move refuses wherever there are submodules, checked out or not.
    await rename(entry.path, path);
    await runGit(['worktree', 'repair', '--', path], options);
    await runGit(['worktree', 'unlock', '--', path], { ...options, expect: [0, 128] });
    await runGit(['worktree', 'lock', '--reason', lockReason(agent), '--', path], options);
  }
}
