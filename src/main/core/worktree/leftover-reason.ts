import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { OwnedWorktree } from '../journal/owned-worktrees.ts';
import { listPlanFiles, readPlan } from '../plan/files.ts';

/** Shown for an agent whose set-up was interrupted by a crash. */
export const CUT_SET_UP = 'The app ended while it was set up. Start it again to set it up.';

/** The plans of a checkout by feature; `complete` is false when one is unreadable. */
export interface KnownPlans {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly complete: boolean;
}

export async function knownPlans(checkout: string): Promise<KnownPlans> {
  const plans = new Map<string, Plan>();
  let complete = true;
  for (const file of await listPlanFiles(checkout)) {
    try {
      const { plan } = await readPlan(checkout, file);
      plans.set(plan.feature, plan);
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      complete = false;
    }
  }
  return { plans, complete };
}

/** Whether every sync point of a plan has landed. */
export function isOver(plan: Plan, facts: RunFacts): boolean {
  const syncs = Object.keys(plan.syncs);
  return syncs.length > 0 && syncs.every((name) => facts.syncs.get(name)?.landed);
}

/** Why an existing worktree of an agent is no longer in use; null when it is. */
export function leftoverReason(
  owner: OwnedWorktree,
  facts: RunFacts,
  { plans, complete }: KnownPlans,
): string | null {
  const known = facts.agents.get(owner.agent);
  if (known?.worktree === 'failed' && known.message === CUT_SET_UP)
    return 'a crash cut its set-up off';
  const plan = plans.get(owner.feature);
  if (!plan) return complete ? `the plan of ${owner.feature} is gone` : null;
  if (!Object.hasOwn(plan.agents, owner.agent)) return 'its plan has no such agent any more';
  if (isOver(plan, facts)) return 'its run is over';
  return owner.landed ? 'its work has landed' : null;
}
