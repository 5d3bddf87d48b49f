import type { Plan } from '../../../shared/plan/model.ts';
import type { Config } from '../config/config.ts';
import type { Repository } from '../git/repository.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Trust } from '../trust/trust.ts';
import type { Run } from './run.ts';

/** What the work on one project needs: facts and collaborators, no state of a screen. */
export interface ProjectContext {
  readonly repo: Repository;
  readonly trust: Trust;
  readonly sessions: Sessions;
  /** `.tributary/config.yaml` as it is now. */
  config(): Promise<Config>;
  /** The run of a feature, the same for everybody. */
  run(feature: string): Run;
  /** The folder that worktrees go to, absolute. */
  worktreeRoot(): Promise<string>;
  /** The plan of a feature as it is now; fails when there is none or it cannot be read. */
  plan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
  /** The last good plan of a feature while its file is broken. */
  lastGoodPlan(feature: string): Promise<{ readonly plan: Plan; readonly file: string }>;
}
