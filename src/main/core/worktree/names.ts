import type { Repository } from '../git/repository.ts';
import type { WorktreeSpec } from './create.ts';

export interface NamesRequest {
  readonly feature: string;
  readonly featureBranch: string;
  /** Branch names and the commits to cut from. */
  readonly agents: readonly {
    readonly agent: string;
    readonly branch: string;
    readonly base: string;
  }[];
  /** Folder of the worktrees; default: beside the main checkout. */
  readonly root?: string | undefined;
  /** What this feature's journal says it made or began to make: not in anybody's way. */
  readonly own?: readonly Pick<WorktreeSpec, 'branch' | 'path'>[];
}

/**
 * Checks every branch and folder name together, before anything is made, and gives each agent its path
 * (`../<repo>-<agent>`, or `../<repo>-<feature>-<agent>` beside another plan's). Throws `worktree.branchTaken`,
 * `worktree.checkedOut`, `worktree.nameClash`, `worktree.pathTaken`, `worktree.invalidName`, naming the holder.
 */
export function planWorktrees(_repo: Repository, _request: NamesRequest): Promise<WorktreeSpec[]> {
  throw new Error('planWorktrees is being written');
}

/** `../<repo>-integration`, where candidates are checked out and verified. */
export function integrationPath(_repo: Repository, _root?: string): string {
  throw new Error('integrationPath is being written');
}
