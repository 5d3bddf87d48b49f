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
  /** The commit to check out next. */
  readonly commit: string;
  /** Commits that the app checked out there earlier; they are nobody's work. */
  readonly ours: ReadonlySet<string> | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Saves everything in the integration worktree that is not ours under `refs/tributary/snapshot/`, then detaches HEAD
 * and sets the index to exactly that saved state. A following checkout therefore moves only files that are unchanged
 * since they were saved, and refuses the others. Writes and deletes no files. Throws `worktree.unsavable`.
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
 * Checks out the commit, detached. git decides for all files before it writes any; returns false if it refused because
 * it would overwrite something.
 */
export async function moveTo(path: string, commit: string, signal?: AbortSignal): Promise<boolean> {
  // Keep ignored files: the next candidate needs dependencies and caches too.
  const args = ['checkout', '--quiet', '--detach', '--no-overwrite-ignore', commit, '--'];
  const { code } = await runGit(args, { cwd: path, signal, expect: [0, 1] });
  return code === 0;
}

/** Whether HEAD is on a branch or reachable from a ref. */
async function isKept(repo: Repository, { branch, head }: WorktreeStatus): Promise<boolean> {
  if (branch !== null || head === null) return true;
  const { stdout } = await runGit(['for-each-ref', '--count=1', '--contains', head], {
    cwd: repo.path,
    reads: true,
  });
  return stdout !== '';
}

/** Untracked or ignored files at paths where the candidate adds a file. */
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

/** Sets HEAD and index to the saved state, except for ignored files that are not in the way. */
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
      throw unsavable(path, `${file} would be overwritten by the merge and is too large to save`);
  }
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, expect: [0, 1] });
  const tree = (await git(['write-tree'])).trim();
  const commit = (await git(['commit-tree', '-p', head, '-F', '-', tree], 'Found here\n')).trim();
  await git(['update-ref', '--no-deref', '-m', 'Saved before a merge', 'HEAD', commit, head]);
}
