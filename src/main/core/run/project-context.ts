import type { RunView } from '../../../shared/contract/run.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Config } from '../config/config.ts';
import type { Repository } from '../git/repository.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Trust } from '../trust/trust.ts';

/** What work on one project needs: facts and collaborators, no view state. */
export interface ProjectContext {
  readonly repo: Repository;
  readonly trust: Trust;
  readonly sessions: Sessions;
  /** The current `.tributary/config.yaml`. */
  config(): Promise<Config>;
  /** The run of a feature, shared by all callers. */
  run(feature: string): FeatureRun;
  /** Absolute path of the folder for worktrees. */
  worktreeRoot(): Promise<string>;
  /** The current plan of a feature; fails when there is none or it is invalid. */
  plan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
  /** The last valid plan of a feature, even while its file is broken. */
  lastGoodPlan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
}

/** The run of one feature: its journal, and its view on demand. */
export interface FeatureRun {
  readonly project: ProjectContext;
  readonly feature: string;
  readonly journal: Journal;
  /** The facts in the journal. */
  facts(): Promise<RunFacts>;
  /** With subscribers: what is known now, at once. Otherwise reads the git status of every worktree first. */
  view(): Promise<RunView>;
  /** Reads the git status of every worktree again, for decisions. */
  freshView(): Promise<RunView>;
  /** Watches while there are subscribers. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Notifies subscribers of a change outside the journal, e.g. of the plan. */
  changed(): void;
}
