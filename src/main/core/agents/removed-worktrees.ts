import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { RunFacts } from '../journal/facts.ts';

/**
 * Refuses to start agents whose worktree was removed while their branch exists: a new worktree would need a new branch,
 * and the old one holds work. Fails with `run.removed`.
 */
export async function refuseRemoved(
  repo: Repository,
  known: { readonly plan: Plan; readonly facts: RunFacts },
  agents: readonly string[],
): Promise<void> {
  for (const agent of agents) {
    const facts = known.facts.agents.get(agent);
    if (facts?.worktree !== 'removed' || !(await branchTip(repo, facts.branch))) continue;
    throw new CoreFailure({
      code: 'run.removed',
      message: `The worktree of ${titleIn(known.plan, agent)} was removed; its work is on ${facts.branch}.`,
      data: { agent, branch: facts.branch },
    });
  }
}
