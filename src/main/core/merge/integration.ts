import { lstat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { readStatus, type WorktreeStatus } from '../git/status.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { checkDisk, realDisk } from '../worktree/disk.ts';
import { integrationPath } from '../worktree/names.ts';
import { removeWorktree } from '../worktree/remove.ts';
import { saveWorktree } from '../worktree/save.ts';

/** Holds what we checked out there last, so that nobody takes it for somebody's work and nothing prunes it. */
const INTEGRATION_REF = 'refs/tributary/integration/head';

interface CheckOutOptions {
  readonly root?: string | undefined;
  /** Commits that we checked out there before: nobody's work. */
  readonly ours?: ReadonlySet<string>;
  /** The commit is somebody's, made there: it is not marked as ours. */
  readonly theirs?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a commit out in the app's integration worktree, which it makes when it is missing. What somebody changed
 * or committed there is saved first under `refs/tributary/snapshot/`. Returns the path. The caller holds the
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
  if (entry && !entry.prunable) await vacate(repo, { path, commit }, options);
  else {
    if (entry) await removeWorktree(repo, entry);
    else if (await lstat(path).catch(() => null)) throw pathTaken(path);
    await checkDisk(repo, realDisk, { root: dirname(path), bases: [commit] });
    const args = ['worktree', 'add', '--quiet', '--detach', '--no-checkout', '--', path, commit];
    await runGit(args, { cwd: repo.path, signal });
  }
  // Files that git ignores stay: dependencies and caches serve the next candidate too.
  await runGit(['reset', '--quiet', '--hard', commit], { cwd: path, signal });
  if (!options.theirs)
    await runGit(['update-ref', '--', INTEGRATION_REF, commit], { cwd: repo.path });
  return path;
}

/** Saves what is not ours, and takes untracked files away that would mix with the candidate. */
async function vacate(
  repo: Repository,
  { path, commit }: { path: string; commit: string },
  { ours, signal }: CheckOutOptions,
): Promise<void> {
  const status = await readStatus(path, { signal });
  // A branch that somebody switched to there must not move with the candidate.
  if (status.branch !== null && !status.operation)
    await runGit(['checkout', '--quiet', '--detach'], { cwd: path, signal });
  const known = status.head !== null && (ours?.has(status.head) || (await isKept(repo, status)));
  if (known && !status.dirty && !(await hidesFiles(path, status, commit))) return;
  const ref = `refs/tributary/snapshot/integration-${Date.now().toString(36)}`;
  const message = `Found in ${path} before the next merge`;
  await saveWorktree(repo, path, { ref, message, signal });
  for (const file of status.untracked) await unlink(join(path, file));
}

/** HEAD is on a branch, or some ref holds it. */
async function isKept(repo: Repository, { branch, head }: WorktreeStatus): Promise<boolean> {
  if (branch !== null || head === null) return true;
  const { stdout } = await runGit(['for-each-ref', '--count=1', '--contains', head], {
    cwd: repo.path,
    reads: true,
  });
  return stdout !== '';
}

/** Whether files that git ignores lie where the candidate brings its own. */
async function hidesFiles(
  path: string,
  { head }: WorktreeStatus,
  commit: string,
): Promise<boolean> {
  if (head === null) return false;
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=A'];
  const { stdout } = await runGit([...args, head, commit], { cwd: path, reads: true });
  for (const file of stdout.split('\0')) {
    if (file !== '' && (await lstat(join(path, file)).catch(() => null))) return true;
  }
  return false;
}

function pathTaken(path: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.pathTaken',
    message: `${path} is in the way of the integration worktree.`,
    remedy: 'Move it away, or set another folder for worktrees.',
    data: { path },
  });
}
