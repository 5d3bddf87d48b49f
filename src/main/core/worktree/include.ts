import type { Repository } from '../git/repository.ts';

export interface IncludeResult {
  /** Paths relative to the worktree. */
  readonly copied: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Copies the main checkout's files that git ignores and `.worktreeinclude` (gitignore syntax, any folder) matches.
 * Never overwrites, never leaves the worktree through a symbolic link.
 */
export function copyIncluded(
  _repo: Repository,
  _worktree: string,
  _signal?: AbortSignal,
): Promise<IncludeResult> {
  throw new Error('copyIncluded is being written');
}
