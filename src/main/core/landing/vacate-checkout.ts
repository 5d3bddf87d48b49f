import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { APP_IDENTITY } from '../git/committer.ts';
import { changedNames, rawChanges } from '../git/diff-listings.ts';
import { indexInput } from '../git/entry-listings.ts';
import { fileNames } from '../git/listings.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { readStatus, type WorktreeStatus } from '../git/status.ts';
import { type SavedWorktree, saveWorktree, unsavable } from '../worktree/save.ts';

interface VacateOptions {
  /** What is checked out next. */
  readonly commit: string;
  /** Commits that we checked out there before: nobody's work. */
  readonly ours: ReadonlySet<string> | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Saves what is not ours in the integration worktree under `refs/tributary/snapshot/`, and makes exactly that the state
 * that git knows: HEAD is detached there and the index holds it. A checkout that follows moves only what is still as it
 * was saved, and refuses what somebody changed since. No file is written or removed here. Throws
 * `worktree.unsavable`.
 */
export async function vacate(
  repo: Repository,
  path: string,
  { commit, ours, signal }: VacateOptions,
): Promise<void> {
  const status = await readStatus(path, { signal });
  const known = status.head !== null && (ours?.has(status.head) || (await isKept(repo, status)));
  const inTheWay = await hiddenBy(path, status, commit);
  if (known && !status.dirty && inTheWay.length === 0) return;
  const ref = `refs/tributary/snapshot/integration-${Date.now().toString(36)}`;
  const message = `Found in ${path} before the next merge`;
  const saved = await saveWorktree(repo, path, { ref, message, signal });
  await acceptSaved(path, saved, inTheWay);
}

/**
 * Checks the commit out, detached, unless that would overwrite something; git decides, file by file, before it writes any. False:
 * it refused.
 */
export async function moveTo(path: string, commit: string, signal?: AbortSignal): Promise<boolean> {
  // Files that git ignores stay: dependencies and caches serve the next candidate too.
  const args = ['checkout', '--quiet', '--detach', '--no-overwrite-ignore', commit, '--'];
  const { code } = await runGit(args, { cwd: path, signal, expect: [0, 1] });
  return code === 0;
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

/** Files that git ignores or does not know, where the candidate brings its own. */
async function hiddenBy(
  path: string,
  { head }: WorktreeStatus,
  commit: string,
): Promise<readonly string[]> {
  if (head === null) return [];
  const args = ['-r', '--no-renames', '--diff-filter=A', head, commit];
  const added = await runListing(changedNames('diff-tree', ...args), { cwd: path });
  const there = await Promise.all(added.map((file) => lstat(join(path, file)).catch(() => null)));
  return added.filter((_, at) => there[at] !== null);
}

/** HEAD and index become what was saved, but for ignored files that are not in the way. */
async function acceptSaved(
  path: string,
  { head, oid, status }: SavedWorktree,
  inTheWay: readonly string[],
): Promise<void> {
  const git = async (args: readonly string[], input = '') =>
    (await runGit(args, { cwd: path, input, env: APP_IDENTITY })).stdout;
  const known = new Set(await runListing(fileNames(), { cwd: path }));
  const ignored = new Set(status.ignored);
  const differing = rawChanges('diff-index', '--cached', '--no-renames', oid);
  const kept = (await runListing(differing, { cwd: path })).filter(
    ({ path: file }) => known.has(file) || !ignored.has(file) || inTheWay.includes(file),
  );
  const input = indexInput(kept.map(({ path: file, before }) => ({ ...before, path: file })));
  await git(['update-index', '-z', '--index-info'], input);
  for (const file of inTheWay) {
    const there = await runListing(fileNames('--', `:(top,literal)${file}`), { cwd: path });
    if (there.length === 0)
      throw unsavable(
        path,
        `${file} lies where the merge brings its own, and is too large to be saved`,
      );
  }
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, expect: [0, 1] });
  const tree = (await git(['write-tree'])).trim();
  const commit = (await git(['commit-tree', '-p', head, '-F', '-', tree], 'Found here\n')).trim();
  await git(['update-ref', '--no-deref', '-m', 'Saved before a merge', 'HEAD', commit, head]);
}
