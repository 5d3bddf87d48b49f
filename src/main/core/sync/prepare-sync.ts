import type { AgentView, RunView } from '../../../shared/contract/run.ts';
import { featureBranch, titleIn } from '../../../shared/names.ts';
import { agentsOfSync } from '../../../shared/plan/chains.ts';
import type { Plan, Sync, VerifyStep } from '../../../shared/plan/model.ts';
import { type ContractRules, contractRules } from '../contracts/contract-rules.ts';
import { contractLog } from '../contracts/tree-changes.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip } from '../git/refs.ts';
import { openShadow } from '../git/shadow.ts';
import { type RunFacts, squashesOf } from '../journal/facts.ts';
import { chainedHeads, refuseCarried } from '../merge/chain-heads.ts';
import { landingsOf } from '../merge/landed-work.ts';
import type { MergeHead, MergeRequest } from '../merge/merge-request.ts';
import { type ComputedMerge, planMerge } from '../merge/plan-merge.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import { landedIn } from '../run/sync-view.ts';
import { type ContractLogs, currentSections } from './current-sections.ts';

/** A sync point with all inputs of its preview or merge. */
export interface PreparedSync {
  readonly plan: Plan;
  readonly sync: Sync;
  readonly name: string;
  /** All agents of the sync point, in merge order. */
  readonly members: readonly string[];
  readonly facts: RunFacts;
  readonly view: RunView;
  /** Agents to merge now, in merge order: without those left out and those that landed before. */
  readonly agents: readonly AgentView[];
  readonly heads: readonly MergeHead[];
  readonly base: string;
  readonly strategy: 'merge' | 'squash';
  readonly verify: readonly VerifyStep[];
  readonly contracts: ContractRules;
  /** Contract changes of earlier landings. */
  readonly contractLogs: ContractLogs;
}

export interface SyncTarget {
  readonly name: string;
  readonly leaveOut?: readonly string[];
  /** Overrides the plan's strategy. */
  readonly strategy?: 'merge' | 'squash' | undefined;
  /** Use the state that the watchers last saw: good enough for display, not for decisions. */
  readonly known?: boolean;
}

/**
 * Reads plan, journal and git; reads git afresh unless `known` is set. Fails with `sync.unknown`, `sync.unknownAgent`,
 * `sync.notStarted`.
 */
export async function prepareSync(run: FeatureRun, target: SyncTarget): Promise<PreparedSync> {
  const { project } = run;
  const { name, leaveOut = [] } = target;
  const { plan } = await project.plan(run.feature);
  const sync = plan.syncs[name];
  if (!sync) throw unknownSync(name, Object.keys(plan.syncs));
  const members = agentsOfSync(plan, name);
  const stranger = leaveOut.find((agent) => !members.includes(agent));
  if (stranger !== undefined) {
    const known = members.map((key) => namedKey(plan, key));
    throw unknownAgent(name, stranger, known);
  }
  const view = await (target.known ? run.view() : run.freshView());
  const facts = await run.facts();
  const landed = facts.syncs.get(name)?.landed;
  const away = new Set([...leaveOut, ...landedIn(facts, name, view.agents)]);
  // After all agents have landed, the preview still shows what was merged.
  const left = members.filter((key) => !away.has(key));
  const taking = landed && left.length === 0 && leaveOut.length === 0 ? members : left;
  const agents = taking.flatMap((key) => view.agents.find((agent) => agent.name === key) ?? []);
  refuseCarried(plan, { leaveOut, agents });
  const config = await project.config();
  const contracts = contractRules(config, plan);
  return {
    plan,
    sync,
    name,
    members,
    facts,
    view,
    agents,
    heads: chainedHeads(
      plan,
      agents.flatMap((agent) =>
        agent.head ? [{ agent: agent.name, branch: agent.branch, oid: agent.head }] : [],
      ),
    ),
    base: await featureTip(project, plan),
    strategy: target.strategy ?? sync.strategy ?? 'merge',
    verify: sync.verify ?? config.verify ?? [],
    contracts,
    contractLogs: await landedLogs(project, facts, contracts),
  };
}

async function landedLogs(
  project: ProjectContext,
  facts: RunFacts,
  contracts: ContractRules,
): Promise<ContractLogs> {
  const shadow = await openShadow(project.repo);
  const logs = new Map<string, readonly string[]>();
  for (const [sync, { landings }] of facts.syncs) {
    const lines: string[] = [];
    for (const { before, commit } of landings)
      if (before !== null)
        lines.push(...(await contractLog(shadow, { before, after: commit }, contracts)));
    logs.set(sync, lines);
  }
  return logs;
}

/** Predicts the merge with the same function that merges. */
export function predict(project: ProjectContext, prepared: PreparedSync): Promise<ComputedMerge> {
  return planMerge(mergeRequest(project, prepared));
}

/** The merge request of a sync point. */
export function mergeRequest(project: ProjectContext, prepared: PreparedSync): MergeRequest {
  const { plan, facts, heads, base, name, strategy, contracts } = prepared;
  return {
    repo: project.repo,
    base,
    heads,
    strategy,
    squashed: squashesOf(facts, Object.keys(plan.syncs)),
    feature: plan.feature,
    sync: name,
    featureBranch: featureBranch(plan.feature),
    sections: sectionsOf(prepared),
    contracts,
    landings: landingsOf(plan, facts),
  };
}

/** Sections of `plans/CURRENT.md` after this sync point has landed. */
export function sectionsOf({ plan, facts, name, heads, contractLogs, view }: PreparedSync) {
  const absorbed = view.agents.flatMap(({ name: agent, state, head: oid }) =>
    state === 'merged' && oid !== null ? [{ agent, oid }] : [],
  );
  return (log: readonly string[]) => {
    const contracts = new Map(contractLogs);
    contracts.set(name, [...(contracts.get(name) ?? []), ...log]);
    return currentSections({ plan, facts, contracts, absorbed }, name, heads);
  };
}

async function featureTip(project: ProjectContext, plan: Plan): Promise<string> {
  const branch = featureBranch(plan.feature);
  const tip = await branchTip(project.repo, branch);
  if (tip) return tip;
  throw new CoreFailure({
    code: 'sync.notStarted',
    message: `There is no branch ${branch}: no phase of this feature was started yet.`,
    data: { branch },
  });
}

/** "data", or "data (Tables)" if the agent's title differs from its key. */
function namedKey(plan: Plan, key: string): string {
  const title = titleIn(plan, key);
  return title.toLowerCase() === key ? key : `${key} (${title})`;
}

function unknownSync(name: string, known: readonly string[]): CoreFailure {
  return new CoreFailure({
    code: 'sync.unknown',
    message: `The plan has no sync point named "${name}".`,
    remedy:
      known.length > 0
        ? `Name one of: ${known.join(', ')}.`
        : 'The plan has no sync point: add one that merges its agents.',
    data: { sync: name, known },
  });
}

function unknownAgent(name: string, agent: string, members: readonly string[]): CoreFailure {
  return new CoreFailure({
    code: 'sync.unknownAgent',
    message: `"${name}" does not merge "${agent}", so it cannot be left out.`,
    remedy: `It merges: ${members.join(', ')}.`,
    data: { agent },
  });
}
