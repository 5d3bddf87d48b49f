import type { Progress } from '../../../shared/contract/common.ts';
import type { SyncResult } from '../../../shared/contract/sync.ts';
import {
  agentBranch,
  featureBranch,
  featureTitle,
  finishName,
  titleIn,
} from '../../../shared/names.ts';
import type { Plan, Sync } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip } from '../git/refs.ts';
import { type RunFacts, squashesOf } from '../journal/facts.ts';
import { runSync } from '../landing/transaction.ts';
import { undoSync, whyNotUndo } from '../landing/undo.ts';
import type { BuiltFeature } from '../merge/merge-request.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { resultOf } from '../sync/sync.ts';
import { prepareVerify } from '../sync/verification.ts';
import { predictFinish, unfinished, whyNotMerge } from './finish-prediction.ts';

/**
 * Merges the feature branch into the base with the same transaction as a sync point, and the verification of the last
 * one. Fails with `finish.notYet`, `trust.required`, `sync.busy`, `claude.notFound`.
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
  const prediction = await predictFinish(project, { plan, facts, strategy: request.strategy });
  const reason = whyNotMerge(plan, facts, prediction);
  // A conflict is a result, with its files.
  const isConflict = prediction?.merge.tip === null && !prediction.isHeld;
  if (reason && !(isConflict && unfinished(plan, facts) === null)) throw notYet(reason);
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
    squashed: squashesOf(facts, [finishName(plan)]),
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

/** The agents on the feature branch, each once, at the commit that landed last. */
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

/** Moves the base back to exactly the previous commit, or refuses with the reason. */
export async function undoFinish(run: FeatureRun): ReturnType<typeof undoSync> {
  return undoSync(await undoRequest(run));
}

/** Why the merge into the base cannot be undone; null when it can. */
export async function whyNotUndoFinish(run: FeatureRun): Promise<string | null> {
  return whyNotUndo(await undoRequest(run));
}

async function undoRequest(run: FeatureRun) {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const { repo } = project;
  return { repo, journal: run.journal, sync: finishName(plan), featureBranch: plan.base };
}

/** The sync point at the end of the last phase. */
function lastSync(plan: Plan): Sync | null {
  const name = derivePhases(plan).findLast((phase) => phase.sync !== null)?.sync;
  return name ? (plan.syncs[name] ?? null) : null;
}

function notYet(reason: string): CoreFailure {
  return new CoreFailure({
    code: 'finish.notYet',
    message: `The feature cannot be merged into its base: ${reason}`,
    data: { reason },
  });
}
