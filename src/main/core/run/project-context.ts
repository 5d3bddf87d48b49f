import type { RunView } from '../../../shared/contract/run.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Config } from '../config/config.ts';
import type { Repository } from '../git/repository.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Trust } from '../trust/trust.ts';

/** What the work on one project needs: facts and collaborators, no state of a screen. */
export interface ProjectContext {
  readonly repo: Repository;
  readonly trust: Trust;
  readonly sessions: Sessions;
  /** `.tributary/config.yaml` as it is now. */
  config(): Promise<Config>;
  /** The run of a feature, the same for everybody. */
  run(feature: string): FeatureRun;
  /** The folder that worktrees go to, absolute. */
  worktreeRoot(): Promise<string>;
  /** The plan of a feature as it is now; fails when there is none or it cannot be read. */
  plan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
  /** The last good plan of a feature while its file is broken. */
  lastGoodPlan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
}

/** The run of one feature: its journal, and its view on demand. */
export interface FeatureRun {
  readonly project: ProjectContext;
  readonly feature: string;
  readonly journal: Journal;
  /** What the journal says. */
  facts(): Promise<RunFacts>;
  /** At once what is known while somebody listens, else with git asked about every worktree. */
  view(): Promise<RunView>;
  /** With git asked about every worktree anew, for decisions. */
  freshView(): Promise<RunView>;
  /** Watches while somebody listens. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Tells listeners that something outside the journal changed, e.g. the plan. */
  changed(): void;
}
