import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import type { Repository } from '../git/repository.ts';

/** Every worktree that git knows and every one that a journal says should be there. Owners come from the journals. */
export function listWorktrees(
  _repo: Repository,
  _options?: { readonly root?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<WorktreeView[]> {
  throw new Error('listWorktrees is being written');
}
