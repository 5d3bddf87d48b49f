export type Operation = 'merge' | 'rebase' | 'am' | 'cherry-pick' | 'revert' | 'bisect';

/** What git says of one worktree. Paths are relative to its top. */
export interface WorktreeStatus {
  readonly head: string | null;
  /** Null when detached. */
  readonly branch: string | null;
  /** Changed, staged, untracked or conflicted files. */
  readonly dirty: boolean;
  /** Tracked files that differ from HEAD, staged or not. */
  readonly changed: readonly string[];
  readonly untracked: readonly string[];
  readonly conflicted: readonly string[];
  readonly ignored: readonly string[];
  readonly operation: Operation | null;
}

/** Throws `git.timedOut` and the like: a status that failed is unknown, never clean. */
export function readStatus(
  _worktree: string,
  _options?: {
    readonly ignored?: boolean;
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<WorktreeStatus> {
  throw new Error('readStatus is being written');
}

export interface ChangedFile {
  readonly path: string;
  /** 0 for binary files. */
  readonly insertions: number;
  readonly deletions: number;
}

/** Files that differ between `base` and the worktree's files, untracked ones included. */
export function changedSince(
  _worktree: string,
  _base: string,
  _signal?: AbortSignal,
): Promise<ChangedFile[]> {
  throw new Error('changedSince is being written');
}

export interface CommitLine {
  readonly oid: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Commits of `head` that `base` does not have, newest first. */
export function commitsSince(
  _worktree: string,
  _range: { readonly base: string; readonly head: string },
): Promise<CommitLine[]> {
  throw new Error('commitsSince is being written');
}

export function countCommits(
  _worktree: string,
  _range: { readonly base: string; readonly head: string },
): Promise<number> {
  throw new Error('countCommits is being written');
}
