import type { Progress } from '../../../shared/contract/common.ts';
import type { AgentView, GateItem, RunView } from '../../../shared/contract/run.ts';
import type {
  MergeOptions,
  SyncPreview,
  SyncResult,
  VerifyResult,
} from '../../../shared/contract/sync.ts';
import { featureBranch } from '../../../shared/names.ts';
import type { Plan, Sync, VerifyStep } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { evaluateGate, gateOpen } from '../gate/gate.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import { mergedFileText } from '../merge/file-text.ts';
import { commitLeftovers } from '../merge/leftovers.ts';
import { type MergeHead, type MergePlan, planMerge } from '../merge/plan-merge.ts';
import { runSync, verifyCandidate } from '../merge/transaction.ts';
import type { ProjectContext } from '../project/context.ts';
import { brokenContracts } from './contract-files.ts';
import { currentSections } from './current-sections.ts';
import type { RunFacts } from './fold.ts';
import type { Run } from './run.ts';
import { verifySteps } from './verify.ts';

/** A sync point with everything that a preview or a merge of it is made of. */
interface Prepared {
  readonly plan: Plan;
  readonly sync: Sync;
  readonly name: string;
  readonly facts: RunFacts;
  readonly view: RunView;
  /** Agents that take part, in merge order. */
  readonly agents: readonly AgentView[];
  readonly heads: readonly MergeHead[];
  readonly base: string;
  readonly verify: readonly VerifyStep[];
}

/** The merge of a sync point, predicted by the function that merges; committed heads only. */
export async function previewSync(
  project: ProjectContext,
  run: Run,
  name: string,
): Promise<SyncPreview> {
  const prepared = await prepare(project, run, { name, leaveOut: [] });
  const merge = await predict(project, prepared);
  const gate = await gateOf(project, { prepared, merge, options: {} });
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
    strategy: prepared.sync.strategy ?? 'merge',
    commits: prepared.agents.reduce((sum, agent) => sum + agent.commits, 0),
    runs: [],
  };
}

/** What the merge of a sync point stands for now, with the names that it is about. */
export async function planOfSync(
  project: ProjectContext,
  run: Run,
  name: string,
): Promise<{ readonly merge: MergePlan; readonly plan: Plan; readonly sync: Sync }> {
  const prepared = await prepare(project, run, { name, leaveOut: [] });
  return { merge: await predict(project, prepared), plan: prepared.plan, sync: prepared.sync };
}

/** One file of a preview: its text before, and merged. */
export async function previewFile(
  project: ProjectContext,
  run: Run,
  target: { readonly sync: string; readonly path: string },
): Promise<{ before: string | null; after: string | null; binary: boolean }> {
  const prepared = await prepare(project, run, { name: target.sync, leaveOut: [] });
  return mergedFileText(project.repo, await predict(project, prepared), target.path);
}

export interface MergeRun {
  readonly name: string;
  readonly options: MergeOptions;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Merges a sync point: gate, leftovers when asked, merge, verification, landing. Nothing moves unless all of it holds.
 * Fails with `trust.required`, `sync.unknown`, `sync.landed`, `sync.busy`.
 */
export async function mergeSync(
  project: ProjectContext,
  run: Run,
  request: MergeRun,
): Promise<SyncResult> {
  const { name, options } = request;
  const leaveOut = options.leaveOut ?? [];
  let prepared = await prepare(project, run, { name, leaveOut });
  if (prepared.facts.syncs.get(name)?.landed) throw landedAlready(name);
  if (prepared.verify.length > 0) await project.trust.require(project.repo, 'Verification');
  if (options.commitLeftovers) {
    await commitAll(prepared, request.signal);
    run.changed();
    prepared = await prepare(project, run, { name, leaveOut });
  }
  const merge = await predict(project, prepared);
  const gate = await gateOf(project, { prepared, merge, options });
  if (!gateOpen(gate)) return blocked(gate, merge);
  const { plan, facts, verify, sync } = prepared;
  const done = await runSync({
    repo: project.repo,
    journal: run.journal,
    feature: plan.feature,
    sync: name,
    featureBranch: featureBranch(plan.feature),
    heads: prepared.heads,
    leftOut: leaveOut,
    overrides: options.overrides ?? [],
    strategy: sync.strategy ?? 'merge',
    sections: currentSections({ plan, facts }, name, prepared.heads),
    root: await project.worktreeRoot(),
    ...(verify.length > 0
      ? { verify: (context) => verifySteps(verify, { ...context, timeout: sync.timeout ?? null }) }
      : {}),
    onProgress: request.onProgress,
    signal: request.signal,
  });
  run.changed();
  return {
    outcome: done.outcome === 'cancelled' ? 'blocked' : done.outcome,
    commit: done.commit,
    undo: done.undo,
    culprit: done.culprit,
    culprits: [],
    flaky: [],
    pushed: [],
    files: [...done.files],
    gate,
    message: done.outcome === 'cancelled' ? 'Cancelled. Nothing was moved.' : done.message,
  };
}

/** Runs the verification of a sync point on what its merge would give; nothing lands. Fails as `mergeSync` does. */
export async function verifySync(
  project: ProjectContext,
  run: Run,
  request: Omit<MergeRun, 'options'>,
): Promise<VerifyResult> {
  const { name, signal, onProgress } = request;
  const prepared = await prepare(project, run, { name, leaveOut: [] });
  const { plan, facts, verify, sync, heads } = prepared;
  if (verify.length === 0) {
    return {
      outcome: 'nothing',
      culprit: null,
      culprits: [],
      flaky: [],
      message: 'This sync point has no verification.',
    };
  }
  await project.trust.require(project.repo, 'Verification');
  const verdict = await verifyCandidate({
    repo: project.repo,
    journal: run.journal,
    feature: plan.feature,
    sync: name,
    featureBranch: featureBranch(plan.feature),
    heads,
    strategy: sync.strategy ?? 'merge',
    sections: currentSections({ plan, facts }, name, heads),
    root: await project.worktreeRoot(),
    verify: (context) => verifySteps(verify, { ...context, timeout: sync.timeout ?? null }),
    onProgress,
    signal,
  });
  if (verdict === null) {
    const merge = await predict(project, prepared);
    return merge.tip === null
      ? {
          outcome: 'conflict',
          culprit: null,
          culprits: [],
          flaky: [],
          message: 'The branches are in conflict.',
        }
      : {
          outcome: 'nothing',
          culprit: null,
          culprits: [],
          flaky: [],
          message: 'There is nothing to merge yet.',
        };
  }
  const { ok, culprit } = verdict;
  return ok
    ? {
        outcome: 'passed',
        culprit: null,
        culprits: [],
        flaky: [],
        message: 'Verification passed on the merged branches.',
      }
    : {
        outcome: 'failed',
        culprit,
        culprits: [],
        flaky: [],
        message: `Verification failed: ${culprit}.`,
      };
}

async function prepare(
  project: ProjectContext,
  run: Run,
  target: { readonly name: string; readonly leaveOut: readonly string[] },
): Promise<Prepared> {
  const { plan } = await project.plan(run.feature);
  const sync = plan.syncs[target.name];
  if (!sync) {
    throw new CoreFailure({
      code: 'sync.unknown',
      message: `The plan has no sync point named "${target.name}".`,
      remedy: `Name one of: ${Object.keys(plan.syncs).join(', ')}.`,
      data: { sync: target.name, known: Object.keys(plan.syncs) },
      exit: 2,
    });
  }
  const stranger = target.leaveOut.find((agent) => !sync.merges.includes(agent));
  if (stranger !== undefined) {
    throw new CoreFailure({
      code: 'sync.unknownAgent',
      message: `"${target.name}" does not merge "${stranger}", so it cannot be left out.`,
      remedy: `It merges: ${sync.merges.join(', ')}.`,
      data: { agent: stranger },
      exit: 2,
    });
  }
  const view = await run.freshView();
  const facts = await run.facts();
  const agents = sync.merges
    .filter((key) => !target.leaveOut.includes(key))
    .flatMap((key) => view.agents.find((agent) => agent.name === key) ?? []);
  const config = await project.config();
  return {
    plan,
    sync,
    name: target.name,
    facts,
    view,
    agents,
    heads: agents.flatMap((agent) =>
      agent.head ? [{ agent: agent.name, branch: agent.branch, oid: agent.head }] : [],
    ),
    base: await featureTip(project, plan),
    verify: sync.verify ?? config.verify ?? [],
  };
}

async function featureTip(project: ProjectContext, plan: Plan): Promise<string> {
  const branch = featureBranch(plan.feature);
  const tip = await branchTip(project.repo, branch);
  if (tip) return tip;
  throw new CoreFailure({
    code: 'sync.notStarted',
    message: `There is no branch ${branch}: no phase of this feature was started yet.`,
    remedy: 'Start the first phase.',
    data: { branch },
    exit: 1,
  });
}

function predict(project: ProjectContext, prepared: Prepared): Promise<MergePlan> {
  const { plan, sync, heads, base, facts, name } = prepared;
  return planMerge({
    repo: project.repo,
    base,
    heads,
    strategy: sync.strategy ?? 'merge',
    feature: plan.feature,
    sync: name,
    featureBranch: featureBranch(plan.feature),
    sections: currentSections({ plan, facts }, name, heads),
  });
}

async function gateOf(
  project: ProjectContext,
  given: { prepared: Prepared; merge: MergePlan; options: MergeOptions },
): Promise<GateItem[]> {
  const { prepared, merge, options } = given;
  const trusted =
    prepared.verify.length > 0 ? (await project.trust.show(project.repo)).trusted : null;
  return evaluateGate(
    {
      sync: prepared.sync,
      agents: prepared.agents,
      trusted,
      behind: await behind(project, prepared),
      brokenContracts: await brokenContracts(project, prepared.plan, merge),
      files: merge.files,
      ticks: prepared.facts.syncs.get(prepared.name)?.ticks ?? new Set(),
    },
    {
      overrides: options.overrides ?? [],
      commitLeftovers: options.commitLeftovers ?? false,
    },
  );
}

/** Agents whose branch lacks a landed sync point that they wait for. */
async function behind(project: ProjectContext, prepared: Prepared): Promise<string[]> {
  const late: string[] = [];
  for (const head of prepared.heads) {
    const waits = prepared.plan.agents[head.agent]?.after ?? [];
    for (const name of waits) {
      const commit = prepared.facts.syncs.get(name)?.landed?.commit;
      if (commit && !(await isAncestor(project.repo, commit, head.oid))) {
        late.push(head.agent);
        break;
      }
    }
  }
  return late;
}

async function commitAll(prepared: Prepared, signal: AbortSignal | undefined): Promise<void> {
  for (const agent of prepared.agents) {
    if (agent.dirty && agent.worktree) {
      await commitLeftovers(agent.worktree, {
        message: `Commit what ${agent.title} left uncommitted\n\nCommitted on merging "${prepared.name}".`,
        signal,
      });
    }
  }
}

function blocked(gate: GateItem[], merge: MergePlan): SyncResult {
  const closed = gate.filter((item) => item.state === 'fail' || item.state === 'open');
  return {
    outcome: 'blocked',
    commit: null,
    undo: null,
    culprit: null,
    culprits: [],
    flaky: [],
    pushed: [],
    files: [...merge.files],
    gate,
    message: `The gate is closed: ${closed.map((item) => item.message).join(' ')}`,
  };
}

function landedAlready(name: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.landed',
    message: `The sync point "${name}" has landed already.`,
    remedy: 'Undo it first to merge again.',
    data: { sync: name },
    exit: 1,
  });
}
