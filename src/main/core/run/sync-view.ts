import type {
  AgentView,
  GateItem,
  PredictedConflict,
  SyncView,
} from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import { isBusy, type SyncState } from '../../../shared/states.ts';
import { evaluateGate } from '../gate/gate.ts';
import {
  NO_SYNC_FACTS,
  type RunFacts,
  type SyncFacts,
  type SyncProblem,
} from '../journal/facts.ts';
import type { RunInput } from './run-input.ts';
import { straysBetween } from './strays.ts';

interface Composing extends RunInput {
  /** The agents that each sync point takes up. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** One sync point as it stands. Pure, like the view that it is part of. */
export function syncView(input: Composing, key: string, agents: readonly AgentView[]): SyncView {
  const { plan, facts } = input;
  const sync = plan.syncs[key] ?? { merges: [] };
  const known = facts.syncs.get(key) ?? NO_SYNC_FACTS;
  const members = input.members.get(key) ?? [];
  const merging = agents.filter((agent) => members.includes(agent.name));
  const reason = input.undo.get(key);
  const landed = landedIn(facts, key, merging);
  const left = merging.filter((agent) => !landed.has(agent.name));
  const predicted = predictedFor(input, key, left);
  const problem = input.settled.has(key) ? null : standing(known.problem, merging);
  const state = syncState({ ...known, problem }, merging);
  return {
    name: key,
    title: titleIn(plan, key),
    state,
    merges: [...members],
    strategy: sync.strategy ?? 'merge',
    // What held when it landed is in the journal; now only who was left out is left to hold.
    gate:
      known.landed && left.length === 0
        ? []
        : knownNow(
            left,
            evaluateGate(
              {
                sync,
                agents: left,
                strays: straysBetween(agents, left),
                trusted: sync.verify?.length ? input.trusted : null,
                behind: [],
                brokenContracts: [],
                files: null,
                ticks: known.ticks,
              },
              {},
            ),
          ),
    commit: known.landed?.commit ?? null,
    undo: { possible: known.landed !== null && reason === null, reason: reason ?? null },
    problem: problem && {
      kind: problem.kind,
      message: problem.message,
      files: [...problem.files],
      culprits: [...problem.culprits],
    },
    fix: (problem && input.fixes.get(key)) ?? null,
    ...(predicted?.length ? { predicted: [...predicted] } : {}),
    ...(predicted === null && (state === 'ready' || state === 'done') ? { predicting: true } : {}),
    ...(known.landed && left.length > 0 ? { leftOut: left.map(({ name }) => name) } : {}),
    ...(known.landed ? { landedAt: known.landed.at } : {}),
  };
}

/** What went wrong stands as long as every branch is where it was then. */
function standing(problem: SyncProblem | null, agents: readonly AgentView[]): SyncProblem | null {
  const moved = problem?.heads.some((head) => {
    const agent = agents.find(({ name }) => name === head.agent);
    // A branch that was not looked at yet has not moved.
    return !agent || (agent.head !== null && agent.head !== head.oid);
  });
  return moved ? null : problem;
}

function syncState(
  known: Pick<SyncFacts, 'landed' | 'step' | 'verifying'> & {
    problem: SyncProblem | null;
  },
  agents: readonly AgentView[],
): SyncState {
  if (known.step !== null) return known.verifying ? 'verifying' : 'merging';
  if (known.landed) return 'done';
  if (known.problem?.kind === 'conflict') return 'conflict';
  if (known.problem?.kind === 'verify-failed') return 'verify-failed';
  return agents.length > 0 && agents.every(isReady) ? 'ready' : 'waiting';
}

/** What would be in conflict: by the prediction of the merge, and before that can be made by the radar. */
function predictedFor(
  { predicted, radar }: RunInput,
  sync: string,
  left: readonly AgentView[],
): readonly PredictedConflict[] | null {
  if (!predicted) return [];
  if (left.length > 0 && left.every(isReady)) return predicted.get(sync) ?? null;
  const names = new Set(left.map(({ name }) => name));
  const found = new Map<string, PredictedConflict>();
  for (const { agents, files } of radar) {
    if (!agents.every((name) => names.has(name))) continue;
    for (const { path, outcome } of files) {
      if (outcome !== 'conflict') continue;
      const known = found.get(path)?.agents ?? [];
      found.set(path, { path, kind: 'contents', agents: [...new Set([...known, ...agents])] });
    }
  }
  return [...found.values()];
}

/** The agents that a sync point has taken up with all that they have committed since. */
export function landedIn(
  facts: RunFacts,
  sync: string,
  agents: readonly Pick<AgentView, 'name' | 'state'>[],
): ReadonlySet<string> {
  const late = new Set(agents.filter(({ state }) => state !== 'merged').map(({ name }) => name));
  const taken = facts.syncs.get(sync)?.landed?.heads.map(({ agent }) => agent) ?? [];
  return new Set(taken.filter((name) => !late.has(name)));
}

/** A known tip with a commit of its own, nothing uncommitted, nothing at work. */
export function isReady(agent: AgentView): boolean {
  return agent.head !== null && agent.commits > 0 && agent.dirty === false && !isBusy(agent);
}

/** Before any agent has begun there is nothing to check but what a person ticks, and trust that is missing. */
function knownNow(agents: readonly AgentView[], gate: GateItem[]): GateItem[] {
  if (agents.some(({ worktree, head }) => worktree !== null || head !== null)) return gate;
  return gate.filter(
    ({ id, state }) => id.startsWith('tick:') || (id === 'trusted' && state === 'fail'),
  );
}
