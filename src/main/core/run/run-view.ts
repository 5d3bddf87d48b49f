import type {
  AgentView,
  OrchestratorView,
  PhaseView,
  RunView,
} from '../../../shared/contract/run.ts';
import {
  agentBranch,
  featureBranch,
  finishName,
  ORCHESTRATOR,
  titleIn,
} from '../../../shared/names.ts';
import { predecessorOf, syncAgents } from '../../../shared/plan/chains.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import type { RunFacts } from '../journal/facts.ts';
import { deriveAgentState, deriveSessionState } from './agent-state.ts';
import { inboxOf } from './inbox.ts';
import { readinessOf } from './readiness.ts';
import type { RunInput } from './run-input.ts';
import { outOfScope } from './scope.ts';
import { waitsOf, waitWords } from './start-waits.ts';
import { isReady, landedIn, syncView } from './sync-view.ts';

/** Composes the view of a run. Pure. */
export function composeRunView(input: RunInput): RunView {
  const { plan, facts } = input;
  const composing = { ...input, members: syncAgents(plan) };
  const agents = withWaits(
    input,
    Object.keys(plan.agents).map((key) => agentView(input, key)),
  );
  const syncs = Object.keys(plan.syncs).map((key) => syncView(composing, key, agents));
  const phases = phaseViews(input, agents);
  const orchestrator = orchestratorView(input);
  return {
    feature: plan.feature,
    featureBranch: featureBranch(plan.feature),
    base: facts.cut?.commit ?? null,
    ...(isFinished(input) ? { mergedInto: plan.base } : {}),
    phase: phases.find((phase) => phase.state !== 'done')?.name ?? null,
    phases,
    agents,
    syncs,
    radar: [...input.radar],
    inbox: inboxOf(agents, syncs, orchestrator),
    orchestrator,
  };
}

/** Whether the feature was merged into its base after the last landing. */
function isFinished({ plan, facts }: RunInput): boolean {
  const merged = facts.syncs.get(finishName(plan))?.landed;
  if (!merged) return false;
  const landings = Object.keys(plan.syncs).map((key) => facts.syncs.get(key)?.landed?.at ?? 0);
  return landings.every((at) => at <= merged.at);
}

/** The merges that are possible now, with their agents in merge order. */
export function readyMerges(input: RunInput): ReadonlyMap<string, readonly AgentView[]> {
  const agents = Object.keys(input.plan.agents).map((key) => agentView(input, key));
  const ready = [...syncAgents(input.plan)].map(([sync, members]) => {
    const landed = landedIn(input.facts, sync, agents);
    const left = members.flatMap((name) =>
      landed.has(name) ? [] : agents.filter((agent) => agent.name === name),
    );
    return [sync, left] as const;
  });
  return new Map(ready.filter(([, left]) => left.length > 0 && left.every(isReady)));
}

/** Adds to agents that have not started what each waits for. */
function withWaits({ plan, facts, lacking }: RunInput, agents: readonly AgentView[]): AgentView[] {
  const work = new Map(agents.map((agent) => [agent.name, agent]));
  return agents.map((agent) => {
    const isQueued = agent.state === 'queued';
    if (!isQueued && agent.state !== 'not-started') return agent;
    const problem = facts.queue.get(agent.name)?.problem;
    if (isQueued && problem) return { ...agent, waitsFor: `a new start: ${problem}` };
    const waits = waitsOf({ plan, facts, work, lacking }, agent.name);
    const message = waits.flatMap(({ remedy }) => remedy ?? [])[0] ?? agent.message;
    if (waits.length > 0) return { ...agent, waitsFor: waitWords(plan, waits), message };
    return agent;
  });
}

/** Null without a session, and when an agent of the plan has its name. */
function orchestratorView(input: RunInput): OrchestratorView | null {
  const session = input.sessions.find(({ agent }) => agent === ORCHESTRATOR);
  if (!session || Object.hasOwn(input.plan.agents, ORCHESTRATOR)) return null;
  const derived = deriveSessionState(session, session.exit?.asked ?? false);
  return {
    ...derived,
    // A live shell reports no state.
    state: session.kind === 'shell' && session.alive ? null : derived.state,
    queued: input.queued[ORCHESTRATOR] ?? [],
    session,
  };
}

/** Whether the current tip of the agent's branch was merged; later commits were not. */
function isMerged(facts: RunFacts, key: string, head: string | null): boolean {
  const landed = [...facts.syncs.values()].flatMap((sync) => sync.landings);
  const taken = landed.flatMap(({ heads }) => heads.filter(({ agent }) => agent === key));
  if (taken.length === 0 || head === null) return taken.length > 0;
  // A branch that was fast-forwarded to landed work contains nothing else.
  return [...taken.map(({ oid }) => oid), ...landed.map(({ commit }) => commit)].includes(head);
}

function agentView(input: RunInput, key: string): AgentView {
  const { plan, facts, git } = input;
  const agent = plan.agents[key] ?? { role: 'custom' };
  const known = facts.agents.get(key) ?? null;
  const state = git.get(key) ?? null;
  const session = input.sessions.find((candidate) => candidate.agent === key) ?? null;
  const merged = input.absorbed.has(key) || isMerged(facts, key, state?.head ?? null);
  const made = known !== null && known.worktree !== 'cancelled';
  const before = predecessorOf(plan, key);
  const changed = state?.changed ?? [];
  const derived = deriveAgentState({
    facts: known,
    session,
    merged,
    worktreeThere: state?.there ?? false,
    queuedAt: facts.queue.get(key)?.at ?? null,
    now: input.now,
  });
  const view: Omit<AgentView, 'ready'> = {
    name: key,
    title: titleIn(plan, key),
    role: agent.role,
    ...(before === null ? {} : { continues: before }),
    ...derived,
    waitsFor: null,
    branch: known?.branch ?? agentBranch(plan.feature, key),
    worktree: made && known.worktree !== 'removed' && state?.there ? known.path : null,
    base: made ? known.base : null,
    head: made ? (state?.head ?? null) : null,
    commits: made ? (state?.commits ?? 0) : 0,
    ...(made && state?.onBranch !== undefined ? { onBranch: state.onBranch } : {}),
    dirty: made && state?.there ? state.dirty : false,
    changed: [...changed],
    insertions: changed.reduce((sum, file) => sum + file.insertions, 0),
    deletions: changed.reduce((sum, file) => sum + file.deletions, 0),
    recent: made ? (state?.recent ?? []).map(({ oid, subject, at }) => ({ oid, subject, at })) : [],
    behind: made ? (state?.behind ?? null) : null,
    ...(made && state?.asOf !== undefined ? { asOf: state.asOf } : {}),
    queued: input.queued[key] ?? [],
    outOfScope: outOfScope(agent, state?.own ?? []),
    strays: input.strays
      .filter((stray) => stray.agent === key)
      .map(({ owner, path, at }) => ({ owner, path, at })),
    session,
  };
  const decided = { rule: plan.accept === 'facts', head: known?.accepted ?? null };
  return { ...view, ready: readinessOf(view, decided) };
}

function phaseViews(input: RunInput, agents: readonly AgentView[]): PhaseView[] {
  const landed = (sync: string) => Boolean(input.facts.syncs.get(sync)?.landed);
  const work = new Map(agents.map((agent) => [agent.name, agent]));
  const given = { ...input, work };
  return derivePhases(input.plan).map((phase) => {
    const begun = phase.agents.filter((name) => work.get(name)?.state !== 'not-started');
    const startable = phase.agents.some((name) => waitsOf(given, name).length === 0);
    const state =
      phase.sync !== null && landed(phase.sync)
        ? 'done'
        : begun.length > 0
          ? 'running'
          : startable
            ? 'startable'
            : 'locked';
    return { ...phase, agents: [...phase.agents], after: [...phase.after], state };
  });
}
