import type { Overlap } from '../../../shared/contract/run.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { RunFacts, StrayFact } from '../journal/facts.ts';
import type { AgentGit } from '../status/agent-git.ts';
import type { Lacking } from './lacking-syncs.ts';
import type { Predictions } from './merge-predictions.ts';
import type { PromptQueue } from './prompt-queue.ts';

/** The input of a run's view. */
export interface RunInput {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly git: ReadonlyMap<string, AgentGit>;
  readonly sessions: readonly SessionView[];
  readonly radar: readonly Overlap[];
  /** Null when verification runs nothing. */
  readonly trusted: boolean | null;
  /** Why the last landing of each sync point cannot be undone; null when it can. */
  readonly undo: ReadonlyMap<string, string | null>;
  /** Commits in the integration worktree on top of a failed candidate, by sync point. */
  readonly fixes: ReadonlyMap<string, { readonly commit: string; readonly commits: number }>;
  /** Sync points whose conflicts have all been resolved since. */
  readonly settled: ReadonlySet<string>;
  /** Agents whose commits have all landed without a merge of their own. */
  readonly absorbed: ReadonlySet<string>;
  /** Dependencies missing on the predecessor's branch, by agent. */
  readonly lacking: ReadonlyMap<string, Lacking>;
  /** Conflicts of the merges listed by `readyMerges`; absent when not requested. */
  readonly predicted?: Predictions;
  /** Files changed outside the agent's own folder. */
  readonly strays: readonly StrayFact[];
  /** Queued prompts, by agent. */
  readonly queued: PromptQueue;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
