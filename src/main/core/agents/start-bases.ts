import { CoreFailure } from '../failure.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { ProjectContext } from '../run/project-context.ts';
import type { StartFacts } from '../run/start-waits.ts';
import type { FeatureBase } from '../worktree/feature-branch.ts';
import { type Chosen, isMade } from './targets.ts';

/** An agent that can start, with the commit its branch is cut from. */
interface Wanted extends Chosen {
  readonly base: string;
}

/**
 * Determines the commit that each agent is cut from and verifies that it contains every sync point the agent waits for.
 */
export async function withBases(
  project: ProjectContext,
  given: {
    readonly chosen: readonly Chosen[];
    readonly base: FeatureBase;
    readonly facts: RunFacts;
    readonly work: StartFacts['work'];
  },
): Promise<Wanted[]> {
  const result: Wanted[] = [];
  for (const item of given.chosen) {
    const made = isMade(given.facts, item.key) ? given.facts.agents.get(item.key) : undefined;
    if (made && item.continuesFrom) {
      // Its branch exists already, based on this commit, wherever the other branch is now.
      result.push({ ...item, base: made.base });
      continue;
    }
    const base = item.continuesFrom ? await tipOf(project, given, item) : given.base.commit;
    for (const sync of item.agent.after ?? []) {
      const landed = given.facts.syncs.get(sync)?.landed;
      if (landed && !(await isAncestor(project.repo, landed.commit, base))) {
        throw new CoreFailure({
          code: 'run.staleBase',
          message: `"${item.key}" would be cut from ${base.slice(0, 10)}, which does not hold the sync point "${sync}" (${landed.commit.slice(0, 10)}).`,
          remedy: item.continuesFrom
            ? `Merge the feature branch into the branch of "${item.continuesFrom}" in its worktree, and accept it again.`
            : undefined,
          data: { agent: item.key, sync, base, commit: landed.commit },
        });
      }
    }
    result.push({ ...item, base });
  }
  return result;
}

/** The commit that was reviewed and accepted, even if the branch has moved since. */
async function tipOf(
  project: ProjectContext,
  { facts, work }: { readonly facts: RunFacts; readonly work: StartFacts['work'] },
  item: Chosen,
): Promise<string> {
  const branch = facts.agents.get(item.continuesFrom ?? '')?.branch ?? '';
  const accepted = work.get(item.continuesFrom ?? '')?.head;
  const tip = accepted ?? (await branchTip(project.repo, branch));
  if (tip) return tip;
  throw new CoreFailure({
    code: 'run.locked',
    message: `"${item.key}" continues from "${item.continuesFrom}", whose branch ${branch} is not there.`,
    remedy: `Start "${item.continuesFrom}" first.`,
    data: { target: item.key, missing: [item.continuesFrom] },
  });
}
