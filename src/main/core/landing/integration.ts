import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { checkDisk, realDisk } from '../worktree/disk.ts';
import { integrationPath } from '../worktree/names.ts';
import { removeWorktree } from '../worktree/remove.ts';
import { unsavable } from '../worktree/save.ts';
import { moveTo, vacate } from './vacate-checkout.ts';

/**
 * Points to the commit that the app checked out there last: it is recognised as the app's own, and git does not prune
 * it.
 */
const INTEGRATION_REF = 'refs/tributary/integration/head';

/**
 * How often to save again when a file changes right after it was saved. A program that never stops writing is reported.
 */
const ATTEMPTS = 3;

interface CheckOutOptions {
  readonly root?: string | undefined;
  /** Commits that the app checked out there earlier; they are nobody's work. */
  readonly ours?: ReadonlySet<string>;
  /** Set if a person made the commit there; it is then not recorded in `INTEGRATION_REF`. */
  readonly theirs?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks out a commit in the app's integration worktree and returns its path. Creates the worktree if it is missing,
 * and first saves what somebody changed or committed there under `refs/tributary/snapshot/`. The caller holds the
 * `write` lock. Throws `worktree.pathTaken` and `worktree.unsavable`.
 */
export async function checkOutCandidate(
  repo: Repository,
  commit: string,
  options: CheckOutOptions = {},
): Promise<string> {
  const { signal } = options;
  const path = integrationPath(repo, options.root);
  const entry = (await worktreeEntries(repo)).find((found) => found.path === path);
  if (!entry || entry.prunable) {
    if (entry) await removeWorktree(repo, entry);
    else if (await lstat(path).catch(() => null)) throw pathTaken(path);
    await checkDisk(repo, realDisk, { root: dirname(path), bases: [commit] });
    const args = ['worktree', 'add', '--quiet', '--detach', '--no-checkout', '--', path, commit];
    await runGit(args, { cwd: repo.path, signal });
  }
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    if (entry && !entry.prunable) await vacate(repo, path, { commit, ours: options.ours, signal });
    if (!(await moveTo(path, commit, signal))) continue;
    if (!options.theirs)
      await runGit(['update-ref', '--', INTEGRATION_REF, commit], { cwd: repo.path });
    return path;
  }
  throw unsavable(path, 'files that the merge changes keep changing there');
}

function pathTaken(path: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.pathTaken',
    message: `The integration worktree cannot be created: ${path} already exists.`,
    remedy: 'Move it away, or set another folder for worktrees.',
    data: { path },
  });
}
