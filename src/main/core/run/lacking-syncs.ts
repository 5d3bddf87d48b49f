import { featureBranch } from '../../../shared/names.ts';
import { predecessorOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { hasLanded, type RunFacts } from '../journal/facts.ts';

/** The dependencies of an agent that are missing on the branch it continues from. */
export interface Lacking {
  /** Landed sync points. */
  readonly syncs: readonly string[];
  /** One sentence about what to do. */
  readonly remedy: string;
}

/**
 * For each agent that continues from another: the landed sync points it waits for that the other branch does not
 * contain, so that cutting from it would lose them. Agents that lack nothing are omitted.
 */
export async function lackingSyncs(
  repo: Repository,
  given: { readonly plan: Plan; readonly facts: RunFacts },
  headOf: (agent: string) => string | null,
): Promise<ReadonlyMap<string, Lacking>> {
  const { plan, facts } = given;
  const lacking = new Map<string, Lacking>();
  for (const key of Object.keys(plan.agents)) {
    const before = predecessorOf(plan, key);
    const head = before === null || hasLanded(facts, before) ? null : headOf(before);
    if (before === null || head === null) continue;
    const syncs: string[] = [];
    for (const sync of plan.agents[key]?.after ?? []) {
      const landed = facts.syncs.get(sync)?.landed;
      if (!landed) continue;
      // When git cannot tell, it counts as missing.
      const isHeld = await isAncestor(repo, landed.commit, head).catch(() => false);
      if (!isHeld) syncs.push(sync);
    }
    const branch = facts.agents.get(before)?.branch ?? before;
    const remedy = `Merge ${featureBranch(plan.feature)} into ${branch} in the worktree of "${before}", then accept "${before}" again.`;
    if (syncs.length > 0) lacking.set(key, { syncs, remedy });
  }
  return lacking;
}
