import type { Progress } from '../../../shared/contract/common.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Journal } from '../journal/journal.ts';
import type { SyncStep } from '../journal/sync-facts.ts';
import type { CandidateRequest } from './candidate.ts';
import type { Verify } from './verdict.ts';

/** What came of a branch that was to be pushed. */
export interface Pushed {
  readonly branch: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Where the merge is verified, and how. */
export interface VerifyPorts {
  readonly journal: Journal;
  /** Folder of the worktrees; default: beside the main checkout. */
  readonly root?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How people call an agent; default: its key. */
  readonly title?: (agent: string) => string;
  /** Milliseconds that the search for the culprit may take altogether. */
  readonly searchMs?: number;
}

export interface SyncRequest extends CandidateRequest, VerifyPorts {
  readonly leftOut: readonly string[];
  readonly overrides: readonly { readonly item: string; readonly reason: string }[];
  readonly verify?: Verify;
  /** Pushes each commit to the branch of its name; never throws for a push that failed. */
  readonly push?: (
    branches: readonly { readonly branch: string; readonly oid: string }[],
  ) => Promise<readonly Pushed[]>;
  /** Told when a step is journalled and when it is done. */
  readonly onStep?: (step: SyncStep | 'begin' | 'end', when: 'written' | 'done') => Promise<void>;
}

export interface SyncOutcome {
  /** `blocked`: git refused to land it; `cancelled`: aborted before it landed. */
  readonly outcome: 'landed' | 'conflict' | 'blocked' | 'verify-failed' | 'cancelled';
  /** Of a landed sync. */
  readonly commit: string | null;
  /** The ref that undo returns to. */
  readonly undo: string | null;
  /** The step that failed and how. */
  readonly culprit: string | null;
  /** The agents that make it fail. */
  readonly culprits: readonly string[];
  readonly flaky: readonly string[];
  readonly pushed: readonly Pushed[];
  readonly files: readonly MergedFile[];
  /** Why it did not land and what to do. */
  readonly message: string | null;
}
