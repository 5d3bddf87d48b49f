import { featureBranch, finishName } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { branchTip, isAncestor, treeOf } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { type RunFacts, squashesOf } from '../journal/facts.ts';
import { type ComputedMerge, planMerge } from '../merge/plan-merge.ts';
import type { ProjectContext } from '../run/project-context.ts';

/** The predicted merge of the feature branch into the base. */
export interface FinishPrediction {
  readonly merge: ComputedMerge;
  /** The base already contains all of it: its commits, their content, or a squash of them that is still there. */
  readonly isHeld: boolean;
}

/** Why it is too early to finish; null when every sync point has landed. */
export function unfinished(plan: Plan, facts: RunFacts): string | null {
  const open = Object.keys(plan.syncs).filter((name) => !facts.syncs.get(name)?.landed);
  return open.length === 0 ? null : `Not merged yet: ${open.join(', ')}.`;
}

/** The prediction; null when the base or the feature branch does not exist. */
export async function predictFinish(
  project: ProjectContext,
  given: {
    readonly plan: Plan;
    readonly facts: RunFacts;
    readonly strategy: 'merge' | 'squash';
  },
): Promise<FinishPrediction | null> {
  const { repo } = project;
  const { plan, facts, strategy } = given;
  const branch = featureBranch(plan.feature);
  const contracts = contractRules(await project.config(), plan);
  const [base, oid] = await Promise.all([branchTip(repo, plan.base), branchTip(repo, branch)]);
  if (base === null || oid === null) return null;
  const names = { feature: plan.feature, sync: finishName(plan), featureBranch: plan.base };
  const heads = [{ agent: branch, branch, oid }];
  const squashed = squashesOf(facts, [finishName(plan)]);
  const merge = await planMerge({ ...names, repo, base, heads, strategy, contracts, squashed });
  // A squash by somebody else is recognised only by its resulting tree.
  const isHeld = merge.tip === base || merge.tree === (await treeOf(repo, base));
  return { merge, isHeld };
}

/** Tips of the feature branch that were merged into the base, as long as the base still contains those merges. */
export async function takenUp(
  repo: Repository,
  plan: Plan,
  facts: RunFacts,
): Promise<readonly string[]> {
  const base = await branchTip(repo, plan.base);
  const taken: string[] = [];
  for (const { commit, heads } of facts.syncs.get(finishName(plan))?.landings ?? [])
    if (base !== null && (await isAncestor(repo, commit, base)))
      taken.push(...heads.map(({ oid }) => oid));
  return taken;
}

/** Why the feature branch cannot be merged into the base; null when it can. */
export function whyNotMerge(
  plan: Plan,
  facts: RunFacts,
  prediction: FinishPrediction | null,
): string | null {
  const early = unfinished(plan, facts);
  if (early) return early;
  if (!prediction) return `There is no local branch ${plan.base}, or no feature branch.`;
  if (prediction.isHeld) return `${plan.base} has everything already.`;
  const { tip } = prediction.merge;
  return tip === null ? `The feature branch is in conflict with ${plan.base}.` : null;
}
