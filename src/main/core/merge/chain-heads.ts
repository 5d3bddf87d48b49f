import type { AgentView } from '../../../shared/contract/run.ts';
import { chainOf, predecessorOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import type { MergeHead } from './merge-request.ts';

/** Adds to each head the agent that it continues from, as `planMerge` expects. */
export function chainedHeads(plan: Plan, heads: readonly MergeHead[]): readonly MergeHead[] {
  return heads.map((head) => {
    const continues = predecessorOf(plan, head.agent);
    return continues === null ? head : { ...head, continues };
  });
}

/**
 * Refuses to leave out an agent when an agent that continues from it is merged: the merge would bring in its commits
 * anyway. Fails with `sync.carried`.
 */
export function refuseCarried(
  plan: Plan,
  given: { readonly leaveOut: readonly string[]; readonly agents: readonly AgentView[] },
): void {
  for (const { name, head } of given.agents) {
    if (head === null) continue;
    const away = chainOf(plan, name).find((key) => given.leaveOut.includes(key));
    if (away === undefined) continue;
    throw new CoreFailure({
      code: 'sync.carried',
      message: `"${away}" cannot be left out: "${name}" continues from it, so its branch holds the commits of "${away}".`,
      data: { agent: away, carriedBy: name },
    });
  }
}
