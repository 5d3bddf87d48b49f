import type { Progress } from '../../../shared/contract/common.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Repository } from '../git/repository.ts';
import type { Journal } from '../run/journal.ts';
import type { CurrentSection } from './current-md.ts';
import type { MergeHead } from './plan-merge.ts';

export interface VerifyContext {
  /** The integration worktree with the candidate checked out. */
  readonly cwd: string;
  readonly commit: string;
  readonly onLog: (source: string, text: string) => void;
  readonly signal: AbortSignal;
}

export type Verify = (
  context: VerifyContext,
) => Promise<{ readonly ok: boolean; readonly culprit: string | null }>;

export interface SyncRequest {
  readonly repo: Repository;
  readonly journal: Journal;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** What is merged, in order. Heads that move meanwhile are not included. */
  readonly heads: readonly MergeHead[];
  readonly leftOut: readonly string[];
  readonly overrides: readonly { readonly item: string; readonly reason: string }[];
  readonly strategy: 'merge' | 'squash';
  readonly sections?: (heads: readonly MergeHead[]) => readonly CurrentSection[];
  readonly verify?: Verify;
  /** Folder of the worktrees; default: beside the main checkout. */
  readonly root?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SyncOutcome {
  /** `blocked`: git refused to land it; `cancelled`: aborted before it landed. */
  readonly outcome: 'landed' | 'conflict' | 'blocked' | 'verify-failed' | 'cancelled';
  /** Of a landed sync. */
  readonly commit: string | null;
  /** The ref that undo returns to. */
  readonly undo: string | null;
  readonly culprit: string | null;
  readonly files: readonly MergedFile[];
  /** Why it did not land and what to do. */
  readonly message: string | null;
}

/**
 * Merges, verifies and lands one sync point, journalled before every step. Until it lands the feature branch and
 * every checkout of the user stay as they were. Throws `sync.busy` when another one is under way.
 */
export function runSync(_request: SyncRequest): Promise<SyncOutcome> {
  throw new Error('runSync is being written');
}
