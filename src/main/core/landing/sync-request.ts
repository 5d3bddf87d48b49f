import type { Progress } from '../../../shared/contract/common.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Journal } from '../journal/journal.ts';
import type { SyncStep } from '../journal/sync-facts.ts';
import type { CandidateRequest } from './candidate.ts';
import type { Verify } from './verdict.ts';

/** Result of pushing one branch. */
export interface Pushed {
  readonly branch: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Where and how to verify the merge. */
export interface VerifyPorts {
  readonly journal: Journal;
  /** Parent folder of the worktrees; default: next to the main checkout. */
  readonly root?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Display name of an agent; default: its key. */
  readonly title?: (agent: string) => string;
  /** Total milliseconds allowed for the search for the culprit. */
  readonly searchMs?: number;
}

export interface SyncRequest extends CandidateRequest, VerifyPorts {
  readonly leftOut: readonly string[];
  readonly overrides: readonly { readonly item: string; readonly reason: string }[];
  readonly verify?: Verify;
  /** Pushes each commit to the branch of that name; reports a failed push in its result instead of throwing. */
  readonly push?: (
    branches: readonly { readonly branch: string; readonly oid: string }[],
  ) => Promise<readonly Pushed[]>;
  /** Called when a step was journalled (`written`) and when it completed (`done`). */
  readonly onStep?: (step: SyncStep | 'begin' | 'end', when: 'written' | 'done') => Promise<void>;
}

export interface SyncOutcome {
  /** `blocked`: git refused to land it. `cancelled`: aborted before it landed. */
  readonly outcome: 'landed' | 'conflict' | 'blocked' | 'verify-failed' | 'cancelled';
  /** The landed commit; null otherwise. */
  readonly commit: string | null;
  /** The ref with the commit that undo restores. */
  readonly undo: string | null;
  /** The step that failed, and how. */
  readonly culprit: string | null;
  /** Agents that make verification fail. */
  readonly culprits: readonly string[];
  readonly flaky: readonly string[];
  readonly pushed: readonly Pushed[];
  readonly files: readonly MergedFile[];
  /** Why it did not land, and what to do. */
  readonly message: string | null;
}
