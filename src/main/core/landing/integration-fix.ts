import { CoreFailure } from '../failure.ts';
import { countCommits } from '../git/history.ts';
import { isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { integrationPath } from '../worktree/names.ts';

/** Commits that a person made in the integration worktree on top of a candidate. */
export interface IntegrationFix {
  readonly commit: string;
  readonly commits: number;
  readonly path: string;
}

/** Finds the commits on top of a candidate in the integration worktree; null if there are none. */
export async function findFix(
  repo: Repository,
  candidate: string,
  root?: string,
): Promise<IntegrationFix | null> {
  const path = integrationPath(repo, root);
  const entry = (await worktreeEntries(repo)).find((found) => found.path === path);
  const head = entry && !entry.prunable ? entry.head : null;
  if (head === null || head === candidate) return null;
  if (!(await isAncestor(repo, candidate, head))) return null;
  return { commit: head, commits: await countCommits(path, { base: candidate, head }), path };
}

/** Uncommitted files in the integration worktree. */
export async function uncommittedIn({ path }: IntegrationFix): Promise<readonly string[]> {
  const { changed, untracked, conflicted } = await readStatus(path);
  return [...changed, ...untracked, ...conflicted];
}

export function noFix(sync: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFix',
    message: `No fix found for "${sync}": the integration worktree has no commit on top of the merge whose verification failed.`,
    data: { sync },
  });
}
