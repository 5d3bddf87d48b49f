import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import type { Repository } from '../git/repository.ts';

export interface CleanOptions {
  /** False says what would be removed and what kept, and changes nothing. */
  readonly apply: boolean;
  /** Why a worktree must stay (a session runs in it), or null. */
  readonly inUse?: (path: string) => string | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes the worktrees of agents whose sync point has landed. Whatever would be lost is saved first under
 * `refs/tributary/trash/<id>`; what is in doubt is kept, with the reason. Journals `agent.removed`.
 */
export function cleanWorktrees(_repo: Repository, _options: CleanOptions): Promise<CleanResult> {
  throw new Error('cleanWorktrees is being written');
}
