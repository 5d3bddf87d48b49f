import { CoreFailure } from '../failure.ts';
import { attributeValues, namesInput } from '../git/listings.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';

/**
 * Commits everything uncommitted in an agent's worktree to its branch, with hooks disabled. Returns the new head, or
 * null if nothing was uncommitted. Throws `sync.leftovers` with the reason: a git operation in progress, a detached
 * HEAD, a nested repository, or files that need a filter such as git-lfs.
 */
export async function commitLeftovers(
  worktree: string,
  options: { readonly message: string; readonly signal?: AbortSignal | undefined },
): Promise<string | null> {
  const { signal } = options;
  const status = await readStatus(worktree, { signal });
  if (!status.dirty) return null;
  if (status.operation) throw refused(worktree, `a ${status.operation} is under way`);
  if (status.branch === null) throw refused(worktree, 'HEAD is detached');
  if (status.untracked.some((path) => path.endsWith('/')))
    throw refused(worktree, 'it contains another git repository');
  const filtered = await filteredPath(worktree, [...status.changed, ...status.untracked]);
  if (filtered !== null)
    throw refused(worktree, `${filtered} needs a git filter, which cannot run here`);
  await runGit(['add', '--all'], { cwd: worktree, signal });
  await runGit(['commit', '--quiet', '--no-verify', '--cleanup=whitespace', '-F', '-'], {
    cwd: worktree,
    input: `${options.message}\n`,
    signal,
  });
  const { stdout } = await runGit(['rev-parse', 'HEAD'], { cwd: worktree, reads: true });
  return stdout.trim();
}

/** The first file whose stored form a filter of the repository produces; filters do not run here. */
async function filteredPath(worktree: string, paths: readonly string[]): Promise<string | null> {
  const input = namesInput(paths);
  const filters = await runListing(attributeValues('filter'), { cwd: worktree, input });
  return filters.find(({ value }) => !['unspecified', 'unset'].includes(value))?.path ?? null;
}

function refused(worktree: string, reason: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.leftovers',
    message: `The uncommitted work in ${worktree} cannot be committed automatically: ${reason}.`,
    data: { path: worktree, reason },
  });
}
