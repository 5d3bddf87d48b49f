import { CoreFailure } from '../failure.ts';
import { countCommits } from '../git/history.ts';
import { isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { integrationPath } from '../worktree/names.ts';

/** Commits made in the integration worktree on top of a candidate. */
export interface IntegrationFix {
  readonly commit: string;
  readonly commits: number;
  readonly path: string;
}

/** What somebody committed on top of a candidate in the integration worktree; null when nothing was. */
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

/** Files that are changed in the integration worktree and in no commit yet. */
export async function uncommittedIn({ path }: IntegrationFix): Promise<readonly string[]> {
  const { changed, untracked, conflicted } = await readStatus(path);
  return [...changed, ...untracked, ...conflicted];
}

export function noFix(sync: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFix',
    message: `There is no fix for "${sync}": no commit on top of the merge whose verification failed.`,
    data: { sync },
  });
}
