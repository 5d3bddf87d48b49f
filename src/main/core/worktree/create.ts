import type { Progress } from '../../../shared/contract/common.ts';
import type { Repository } from '../git/repository.ts';
import type { Journal } from '../run/journal.ts';

/** One worktree to be made. */
export interface WorktreeSpec {
  readonly agent: string;
  /** Short name; made at `base`. */
  readonly branch: string;
  /** Absolute. */
  readonly path: string;
  /** The commit it is cut from. */
  readonly base: string;
}

export interface CreatedWorktree extends WorktreeSpec {
  /** It was there already, from an earlier start that was interrupted. */
  readonly adopted: boolean;
}

/** Free bytes of the file system around a path. */
export interface DiskPort {
  free(path: string): Promise<number>;
}

export interface CreateOptions {
  /** `agent.creating` is written for all before anything is made, `agent.created` after each. */
  readonly journal: Journal;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly disk?: DiskPort | undefined;
}

/**
 * Makes branches and worktrees, all or none: on a failure or an abort it removes exactly what it made and journals
 * `agent.cancelled`. Specs come from `planWorktrees`. Throws `worktree.*` and `git.*` failures.
 */
export function createWorktrees(
  _repo: Repository,
  _specs: readonly WorktreeSpec[],
  _options: CreateOptions,
): Promise<CreatedWorktree[]> {
  throw new Error('createWorktrees is being written');
}

/**
 * After a crash: of every agent whose creation began and did not end, what was made is removed when nobody worked
 * in it (`agent.cancelled`) and taken as made otherwise (`agent.created`). Does nothing while another process creates.
 */
export function recoverWorktrees(_repo: Repository, _journal: Journal): Promise<void> {
  throw new Error('recoverWorktrees is being written');
}
