import type { Progress } from '../../../shared/contract/common.ts';
import type { GateItem } from '../../../shared/contract/run.ts';
import type {
  MergeOptions,
  SyncPreview,
  SyncResult,
  VerifyResult,
} from '../../../shared/contract/sync.ts';
import { featureBranch, titleIn } from '../../../shared/names.ts';
import type { Plan, Sync } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { gateOpen } from '../gate/gate.ts';
import { runGit } from '../git/run-git.ts';
import { squashesOf } from '../journal/facts.ts';
import { commitLeftovers } from '../landing/commit-leftovers.ts';
import { findFix, type IntegrationFix, noFix, uncommittedIn } from '../landing/integration-fix.ts';
import type { SyncOutcome, SyncRequest } from '../landing/sync-request.ts';
import { runSync } from '../landing/transaction.ts';
import type { Verify } from '../landing/verdict.ts';
import { verifyCandidate } from '../landing/verify-candidate.ts';
import { mergedFileText } from '../merge/file-text.ts';
import { mergeOnce } from '../merge/known-merges.ts';
import { landingsOf } from '../merge/landed-work.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';
import { pushPort } from '../remote/push.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import { landedIn } from '../run/sync-view.ts';
import { mergedPrograms } from './merged-programs.ts';
import {
  mergeRequest,
  type PreparedSync,
  predict,
  prepareSync,
  sectionsOf,
} from './prepare-sync.ts';
import { gateOf } from './sync-gate.ts';
import { prepareVerify, searchLimit } from './verification.ts';

/** The merge options that affect the prediction. */
type PreviewOptions = Pick<MergeOptions, 'leaveOut' | 'strategy' | 'overrides'>;

/** Predicts the merge of a sync point with the function that merges; committed work only. */
export async function previewSync(
  run: FeatureRun,
  { name, options = {} }: { readonly name: string; readonly options?: PreviewOptions },
): Promise<SyncPreview> {
  const { project } = run;
  const { leaveOut = [], strategy } = options;
  const prepared = await prepareSync(run, { name, leaveOut, strategy });
  const merge = await predict(project, prepared);
  const gate = await gateOf(project, { prepared, merge, options });
  const conflict = merge.files.some((file) => file.outcome === 'conflict');
  return {
    sync: name,
    base: prepared.base,
    heads: prepared.heads.map((head) => ({
      ...head,
      dirty: prepared.agents.find((agent) => agent.name === head.agent)?.dirty !== false,
    })),
    outcome: conflict ? 'conflict' : gateOpen(gate) ? 'clean' : 'blocked',
    tree: merge.tree,
    files: [...merge.files],
    gate,
    strategy: prepared.strategy,
    commits: await countIncoming(project, prepared),
    makes: merge.tip === null ? null : merge.commits.length,
    runs: await mergedPrograms(project, merge),
  };
}

/** Number of agents' commits that are not in the feature branch, each counted once, without merge commits. */
async function countIncoming(project: ProjectContext, prepared: PreparedSync): Promise<number> {
  if (prepared.heads.length === 0) return 0;
  const heads = prepared.heads.map(({ oid }) => oid);
  const args = [
    'rev-list',
    '--count',
    '--no-merges',
    '--end-of-options',
    ...heads,
    `^${prepared.base}`,
    '--',
  ];
  const { stdout } = await runGit(args, { cwd: project.repo.path, reads: true });
  return Number(stdout.trim());
}

/** The predicted merge of a sync point, from the state that the watchers last saw, with its plan. */
export async function planOfSync(
  run: FeatureRun,
  name: string,
): Promise<{ readonly merge: ComputedMerge; readonly plan: Plan; readonly sync: Sync }> {
  const { project } = run;
  const prepared = await prepareSync(run, { name, known: true });
  const { plan, sync } = prepared;
  return { merge: await mergeOnce(mergeRequest(project, prepared)), plan, sync };
}

/** One file of a preview: its text before and after the merge. */
export async function previewFile(
  run: FeatureRun,
  target: { readonly sync: string; readonly path: string },
): Promise<{ before: string | null; after: string | null; binary: boolean }> {
  const { project } = run;
  const prepared = await prepareSync(run, { name: target.sync });
  return mergedFileText(project.repo, await predict(project, prepared), target.path);
}

export interface MergeRun {
  readonly name: string;
  readonly options: MergeOptions;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Merges a sync point: gate, leftovers if requested, merge, verification, landing. No branch moves unless every step
 * succeeds. A sync point that landed without some agents can be merged again to add them. Fails with `trust.required`,
 * `sync.unknown`, `sync.landed`, `sync.noFix`, `sync.busy`, `claude.notFound`.
 */
export async function mergeSync(run: FeatureRun, request: MergeRun): Promise<SyncResult> {
  const { project } = run;
  const { name, options, signal } = request;
  const failed = options.withFix ? (await run.facts()).syncs.get(name)?.problem : null;
  const leaveOut = options.leaveOut ?? failed?.leftOut ?? [];
  const target = { name, leaveOut, strategy: options.strategy ?? failed?.strategy };
  let prepared = await prepareSync(run, target);
  refuseLanded(prepared);
  if (prepared.verify.length > 0) await project.trust.require(project.repo, 'Verification');
  const verify = await verification(project, prepared);
  if (options.commitLeftovers) {
    await commitAll(run, prepared, signal);
    prepared = await prepareSync(run, target);
  }
  const fix = options.withFix ? await fixFor(project, prepared) : null;
  const merge = await predict(project, prepared);
  const gate = await gateOf(project, { prepared, merge, options });
  const checked = fix ? await withFixChecked(gate, fix) : gate;
  if (!gateOpen(checked)) return { ...blocked(checked, merge), heads: headsOf(prepared) };
  const done = await runSync({
    ...(await candidateOf(run, { prepared, request })),
    leftOut: leaveOut,
    overrides: options.overrides ?? [],
    ...(verify ? { verify } : {}),
    ...(fix ? { fix: { base: fix.base, commit: fix.commit } } : {}),
    ...((options.push ?? prepared.sync.push)
      ? { push: await pushPort(project, prepared.plan) }
      : {}),
  });
  run.changed();
  return { ...resultOf(done, checked), heads: headsOf(prepared) };
}

/** Runs the verification of a sync point on the merge result without landing it. Fails as `mergeSync` does. */
export async function verifySync(
  run: FeatureRun,
  request: Omit<MergeRun, 'options'>,
): Promise<VerifyResult> {
  const { project } = run;
  const prepared = await prepareSync(run, { name: request.name });
  const heads = headsOf(prepared);
  const nothing = { culprit: null, culprits: [], flaky: [], heads };
  if (prepared.verify.length === 0) {
    const message = 'This sync point has no verification.';
    return { ...nothing, outcome: 'nothing', message };
  }
  await project.trust.require(project.repo, 'Verification');
  const verify = await verification(project, prepared);
  const candidate = await candidateOf(run, { prepared, request });
  const verdict = verify && (await verifyCandidate({ ...candidate, verify }));
  if (verdict === null) {
    const merge = await predict(project, prepared);
    return merge.tip === null
      ? { ...nothing, outcome: 'conflict', message: 'The branches are in conflict.' }
      : { ...nothing, outcome: 'nothing', message: 'There is nothing to merge yet.' };
  }
  const { ok, culprit, culprits, words } = verdict;
  const flaky = [...(verdict.flaky ?? [])];
  const passed = `Verification passed on the merged branches.${flakyWords(flaky)}`;
  return ok
    ? { ...nothing, outcome: 'passed', flaky, message: passed }
    : {
        outcome: 'failed',
        culprit,
        culprits: [...culprits],
        flaky,
        heads,
        message: `Verification failed: ${culprit}. ${words}`.trimEnd(),
      };
}

function headsOf({ heads }: PreparedSync): NonNullable<SyncResult['heads']> {
  return heads.map(({ agent, oid }) => ({ agent, oid }));
}

async function verification(
  project: ProjectContext,
  prepared: PreparedSync,
): Promise<Verify | null> {
  const { plan, sync, name, verify } = prepared;
  if (verify.length === 0) return null;
  return prepareVerify({
    repo: project.repo,
    feature: plan.feature,
    sync: name,
    steps: verify,
    setup: (await project.config()).setup ?? null,
    timeout: sync.timeout ?? null,
  });
}

/** What to merge, into which branch, and where to verify it. */
async function candidateOf(
  run: FeatureRun,
  given: { readonly prepared: PreparedSync; readonly request: Omit<MergeRun, 'options'> },
): Promise<Omit<SyncRequest, 'leftOut' | 'overrides'>> {
  const { project } = run;
  const { prepared, request } = given;
  const { plan, facts, sync, name, heads, strategy } = prepared;
  return {
    repo: project.repo,
    journal: run.journal,
    feature: plan.feature,
    sync: name,
    featureBranch: featureBranch(plan.feature),
    heads,
    strategy,
    squashed: squashesOf(facts, Object.keys(plan.syncs)),
    sections: sectionsOf(prepared),
    contracts: prepared.contracts,
    landings: landingsOf(plan, prepared.facts),
    root: await project.worktreeRoot(),
    title: (agent) => titleIn(plan, agent),
    searchMs: searchLimit(sync.timeout ?? null),
    onProgress: request.onProgress,
    signal: request.signal,
  };
}

function refuseLanded(prepared: PreparedSync): void {
  const { name, facts, members, view } = prepared;
  if (!facts.syncs.get(name)?.landed) return;
  const landed = landedIn(facts, name, view.agents);
  if (members.some((agent) => !landed.has(agent)) && prepared.agents.length > 0) return;
  throw new CoreFailure({
    code: 'sync.landed',
    message: `The sync point "${name}" has landed already.`,
    data: { sync: name },
  });
}

/** Finds the fix on top of the failed merge; valid only if the same heads are merged now. */
async function fixFor(
  project: ProjectContext,
  prepared: PreparedSync,
): Promise<IntegrationFix & { readonly base: string }> {
  const { facts, name, heads, base, strategy } = prepared;
  const problem = facts.syncs.get(name)?.problem ?? null;
  const same =
    problem?.candidate &&
    problem.before === base &&
    problem.strategy === strategy &&
    problem.heads.length === heads.length &&
    heads.every((head, index) => problem.heads[index]?.oid === head.oid);
  const fix =
    same && problem.candidate
      ? await findFix(project.repo, problem.candidate, await project.worktreeRoot())
      : null;
  if (!fix || !problem?.candidate) throw noFix(name);
  return { ...fix, base: problem.candidate };
}

/** Closes the gate while the worktree of the fix has uncommitted files, because they would not be merged. */
async function withFixChecked(gate: GateItem[], fix: IntegrationFix): Promise<GateItem[]> {
  const files = await uncommittedIn(fix);
  if (files.length === 0) return gate;
  const message = `Uncommitted files in ${fix.path}: ${files.join(', ')}. Commit them there first.`;
  return gate.map((item) =>
    item.id === 'committed' ? { id: item.id, state: 'fail', message } : item,
  );
}

async function commitAll(
  run: FeatureRun,
  prepared: PreparedSync,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const agent of prepared.agents) {
    if (!agent.dirty || !agent.worktree) continue;
    const { name: key, worktree: path } = agent;
    await run.journal.append({ kind: 'sync.leftovers', sync: prepared.name, agent: key, path });
    await commitLeftovers(path, {
      message: `Commit what ${agent.title} left uncommitted\n\nCommitted on merging "${prepared.name}".`,
      signal,
    });
  }
  run.changed();
}

/** Converts the outcome of a transaction to its wire format. */
export function resultOf(done: SyncOutcome, gate: GateItem[]): SyncResult {
  const flaky = [...done.flaky];
  return {
    outcome: done.outcome === 'cancelled' ? 'blocked' : done.outcome,
    commit: done.commit,
    undo: done.undo,
    culprit: done.culprit,
    culprits: [...done.culprits],
    flaky,
    pushed: [...done.pushed],
    files: [...done.files],
    gate,
    message: done.outcome === 'cancelled' ? 'Cancelled. Nothing was moved.' : done.message,
  };
}

function flakyWords(flaky: readonly string[]): string {
  return flaky.map((step) => ` \`${step}\` passed only on retry.`).join('');
}

function blocked(gate: GateItem[], merge: ComputedMerge): SyncResult {
  const closed = gate.filter((item) => item.state === 'fail' || item.state === 'open');
  const message = `The gate is closed: ${closed.map((item) => item.message).join(' ')}`;
  const none = { commit: null, undo: null, culprit: null, culprits: [], flaky: [], pushed: [] };
  return { ...none, outcome: 'blocked', files: [...merge.files], gate, message };
}
