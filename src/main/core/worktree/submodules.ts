import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { indexEntries } from '../git/entry-listings.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';

/** Milliseconds for fetching one submodule. */
const FILL_MS = 120_000;

/** Paths of the submodules in a worktree's index, relative to it. */
async function submodulesOf(worktree: string, signal?: AbortSignal): Promise<string[]> {
  const entries = await runListing(indexEntries, { cwd: worktree, signal });
  return entries.filter(({ mode }) => mode === '160000').map(({ path }) => path);
}

function isFilled(worktree: string, path: string): Promise<boolean> {
  return exists(join(worktree, path, '.git'));
}

interface FillOptions {
  readonly trusted: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput: (text: string) => void;
}

/**
 * Checks out the submodules of a new worktree as far as possible without asking anybody, using the main checkout's
 * repositories. Returns notes on those that stay empty; never fails.
 */
export async function fillSubmodules(
  repo: Repository,
  worktree: string,
  { trusted, signal, onOutput }: FillOptions,
): Promise<string[]> {
  if (!(await exists(join(worktree, '.gitmodules')))) return [];
  const empty: string[] = [];
  for (const path of await submodulesOf(worktree, signal))
    if (!(await isFilled(worktree, path))) empty.push(path);
  if (empty.length === 0) return [];
  if (!trusted)
    return [
      `Submodules are not initialised, because this repository is not trusted: ${empty.join(', ')}.`,
    ];
  const notes: string[] = [];
  for (const path of empty) {
    onOutput(`Filling the submodule ${path}\n`);
    const local = join(repo.commonDir, 'modules', path);
    const args = ['submodule', '--quiet', 'update', '--init', '--recursive'];
    if (await exists(local)) args.push('--reference', local, '--dissociate');
    try {
      await runGit([...args, '--', path], { cwd: worktree, signal, timeoutMs: FILL_MS });
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      const reason = /^fatal: (.*)$/m.exec(String(error.data['stderr']))?.[1] ?? error.message;
      notes.push(`The submodule ${path} is not initialised: ${reason}.`);
    }
  }
  return notes;
}

/** Why submodules prevent a worktree from being removed: one has work that is nowhere else. Null when none does. */
export async function submoduleWork(
  worktree: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<string | null> {
  for (const path of paths) {
    if (!(await isFilled(worktree, path))) continue;
    const folder = join(worktree, path);
    const status = await readStatus(folder, { ignored: true, signal });
    if (status.dirty || status.ignored.length > 0)
      return `the submodule ${path} holds uncommitted files`;
    const inner = await submoduleWork(folder, await submodulesOf(folder, signal), signal);
    if (inner !== null) return inner;
    const options = { cwd: folder, reads: true, signal };
    const own = await runGit(
      ['rev-list', '--count', 'HEAD', '--branches', '--tags', '--not', '--remotes'],
      options,
    );
    if (own.stdout.trim() !== '0') return `the submodule ${path} holds commits that no remote has`;
    const stash = await runGit(['rev-parse', '--verify', '--quiet', 'refs/stash'], {
      ...options,
      expect: [0, 1],
    });
    if (stash.code === 0) return `the submodule ${path} holds a stash`;
  }
  return null;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
