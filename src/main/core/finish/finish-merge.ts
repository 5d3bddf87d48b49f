import type { Progress } from '../../../shared/contract/common.ts';
import type { FinishView } from '../../../shared/contract/finish.ts';
import type { SyncResult } from '../../../shared/contract/sync.ts';
import {
  agentBranch,
  featureBranch,
  featureTitle,
  finishName,
  titleIn,
} from '../../../shared/names.ts';
import { syncAgents } from '../../../shared/plan/chains.ts';
import type { Plan, Sync } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip } from '../git/refs.ts';
import { type RunFacts, squashedTips } from '../journal/facts.ts';
import { runSync } from '../landing/transaction.ts';
import { undoSync, whyNotUndo } from '../landing/undo.ts';
import type { BuiltFeature } from '../merge/merge-request.ts';
import { type MergePlan, planMerge } from '../merge/plan-merge.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import { resultOf } from '../sync/sync.ts';
import { prepareVerify } from '../sync/verify.ts';

/** Why it is too early to finish; null when every sync point has landed. */
export function unfinished(plan: Plan, facts: RunFacts): string | null {
  const open = Object.keys(plan.syncs).filter((name) => !facts.syncs.get(name)?.landed);
  return open.length === 0 ? null : `Not merged yet: ${open.join(', ')}.`;
}

/** Agents that landed sync points did not take up, by sync point: their work is not in the feature branch. */
export function leftOutOf(plan: Plan, facts: RunFacts): FinishView['leftOut'] {
  return [...syncAgents(plan)].flatMap(([sync, members]) => {
    const landed = facts.syncs.get(sync)?.landed;
    if (!landed) return [];
    const agents = members.filter((agent) => !landed.heads.some((head) => head.agent === agent));
    return agents.length > 0 ? [{ sync, agents }] : [];
  });
}

/** The merge of the feature branch into the base, predicted; null where one of them does not exist. */
export async function predictFinish(
  project: ProjectContext,
  { plan, facts }: { readonly plan: Plan; readonly facts: RunFacts },
  strategy: 'merge' | 'squash',
): Promise<MergePlan | null> {
  const { repo } = project;
  const branch = featureBranch(plan.feature);
  const contracts = contractRules(await project.config(), plan);
  const [base, oid] = await Promise.all([branchTip(repo, plan.base), branchTip(repo, branch)]);
  if (base === null || oid === null) return null;
  const names = { feature: plan.feature, sync: finishName(plan), featureBranch: plan.base };
  const heads = [{ agent: branch, branch, oid }];
  const squashed = squashedTips(facts, [finishName(plan)]);
  return planMerge({ ...names, repo, base, heads, strategy, contracts, squashed });
}

/** Why the feature branch cannot be merged into the base now; null when it can. */
export function whyNotMerge(plan: Plan, facts: RunFacts, merge: MergePlan | null): string | null {
  const early = unfinished(plan, facts);
  if (early) return early;
  if (!merge) return `There is no local branch ${plan.base}, or no feature branch.`;
  if (merge.tip === null) return `The feature branch is in conflict with ${plan.base}.`;
  return merge.tip === merge.base ? `${plan.base} has everything already.` : null;
}

/**
 * Merges the feature branch into the base by the same transaction as a sync point, verified as the last one was. Fails
 * with `finish.notYet`, `trust.required`, `sync.busy`, `claude.notFound`.
 */
export async function finishMerge(
  run: FeatureRun,
  request: {
    readonly strategy: 'merge' | 'squash';
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: Progress) => void) | undefined;
  },
): Promise<SyncResult> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const facts = await run.facts();
  const merge = await predictFinish(project, { plan, facts }, request.strategy);
  const reason = whyNotMerge(plan, facts, merge);
  // A conflict is a result, told with its files.
  if (reason && merge?.tip !== null) throw notYet(reason);
  const early = unfinished(plan, facts);
  if (early) throw notYet(early);
  const branch = featureBranch(plan.feature);
  const oid = await branchTip(project.repo, branch);
  const last = lastSync(plan);
  const steps = last?.verify ?? (await project.config()).verify ?? [];
  const sync = finishName(plan);
  if (steps.length > 0) await project.trust.require(project.repo, 'Verification');
  const verify = await prepareVerify({
    repo: project.repo,
    feature: plan.feature,
    sync,
    steps,
    setup: (await project.config()).setup ?? null,
    timeout: last?.timeout ?? null,
  });
  const done = await runSync({
    repo: project.repo,
    journal: run.journal,
    feature: plan.feature,
    sync,
    featureBranch: plan.base,
    heads: oid === null ? [] : [{ agent: branch, branch, oid }],
    leftOut: [],
    overrides: [],
    strategy: request.strategy,
    squashed: squashedTips(facts, [finishName(plan)]),
    built: builtFeature(plan, facts),
    contracts: contractRules(await project.config(), plan),
    root: await project.worktreeRoot(),
    ...(steps.length > 0 ? { verify } : {}),
    onProgress: request.onProgress,
    signal: request.signal,
  });
  run.changed();
  return resultOf(done, []);
}

/** What the feature branch holds: every agent whose work landed, once, at the commit that landed last. */
function builtFeature(plan: Plan, facts: RunFacts): BuiltFeature {
  const heads = Object.keys(plan.syncs).flatMap(
    (sync) => facts.syncs.get(sync)?.landed?.heads ?? [],
  );
  const last = new Map(heads.map((head) => [head.agent, head]));
  return {
    title: featureTitle(plan),
    about: plan.about ?? null,
    agents: [...last.values()].map(({ agent, oid }) => ({
      title: titleIn(plan, agent),
      branch: agentBranch(plan.feature, agent),
      oid,
    })),
  };
}

/** Moves the base back to the exact commit before, or refuses with the reason. */
export async function undoFinish(run: FeatureRun): ReturnType<typeof undoSync> {
  return undoSync(await undoRequest(run));
}

/** Why the merge into the base cannot be undone now; null when it can. */
export async function whyNotUndoFinish(run: FeatureRun): Promise<string | null> {
  return whyNotUndo(await undoRequest(run));
}

async function undoRequest(run: FeatureRun) {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const { repo } = project;
  return { repo, journal: run.journal, sync: finishName(plan), featureBranch: plan.base };
}

/** The sync point that closes the last phase. */
function lastSync(plan: Plan): Sync | null {
  const name = derivePhases(plan).findLast((phase) => phase.sync !== null)?.sync;
  return name ? (plan.syncs[name] ?? null) : null;
}

function notYet(reason: string): CoreFailure {
  return new CoreFailure({
    code: 'finish.notYet',
    message: `The feature cannot be merged into its base: ${reason}`,
    remedy: 'See "finish show" for what stands.',
    data: { reason },
    exit: 1,
  });
}
