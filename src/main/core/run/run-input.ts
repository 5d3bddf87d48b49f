import type { Overlap } from '../../../shared/contract/run.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { RunFacts, StrayFact } from '../journal/facts.ts';
import type { AgentGit } from '../status/agent-git.ts';
import type { Lacking } from './lacking-syncs.ts';
import type { Predictions } from './merge-predictions.ts';
import type { PromptQueue } from './prompt-queue.ts';

/** Everything a run's view is made of. */
export interface RunInput {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly git: ReadonlyMap<string, AgentGit>;
  readonly sessions: readonly SessionView[];
  readonly radar: readonly Overlap[];
  /** Null where verification runs nothing. */
  readonly trusted: boolean | null;
  /** Why the last landed sync points cannot be undone, by name; null: they can. */
  readonly undo: ReadonlyMap<string, string | null>;
  /** Commits made in the integration worktree on top of what failed there, by sync point. */
  readonly fixes: ReadonlyMap<string, { readonly commit: string; readonly commits: number }>;
  /** Sync points whose conflicts have all been settled since they were met. */
  readonly settled: ReadonlySet<string>;
  /** Agents whose commits have all landed without a merge in their name. */
  readonly absorbed: ReadonlySet<string>;
  /** What the agent that one continues from does not hold, by agent. */
  readonly lacking: ReadonlyMap<string, Lacking>;
  /** Conflicts of the merges that `readyMerges` names; absent where nobody asked for them. */
  readonly predicted?: Predictions;
  /** Files changed in folders that are not the agent's own. */
  readonly strays: readonly StrayFact[];
  /** Prompts that wait, by agent. */
  readonly queued: PromptQueue;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
