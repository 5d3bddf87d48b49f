import type {
  AgentView,
  GateItem,
  PredictedConflict,
  SyncView,
} from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import { isBusy, type SyncState } from '../../../shared/states.ts';
import { evaluateGate } from '../gate/gate.ts';
import { planErrors } from '../gate/plan-errors.ts';
import {
  NO_SYNC_FACTS,
  type RunFacts,
  type SyncFacts,
  type SyncProblem,
} from '../journal/facts.ts';
import type { RunInput } from './run-input.ts';
import { straysBetween } from './stray-files.ts';

interface Composing extends RunInput {
  /** The agents that each sync point merges. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** The view of one sync point. Pure. */
export function syncView(input: Composing, key: string, agents: readonly AgentView[]): SyncView {
  const { plan, facts } = input;
  const sync = plan.syncs[key] ?? { merges: [] };
  const known = facts.syncs.get(key) ?? NO_SYNC_FACTS;
  const members = input.members.get(key) ?? [];
  const merging = agents.filter((agent) => members.includes(agent.name));
  const reason = input.undo.get(key);
  const landed = landedIn(facts, key, merging);
  const left = merging.filter((agent) => !landed.has(agent.name));
  const merge = mergeConflicts(input, key, left);
  const predicted = merge === 'not-yet' ? radarConflicts(input, left) : merge;
  const problem = problemNow(input, { key, merge, merging });
  const isBlocked = merge !== 'not-yet' && merge !== null && merge.length > 0;
  const state = syncState({ ...known, problem }, { agents: merging, isBlocked });
  return {
    name: key,
    title: titleIn(plan, key),
    state,
    merges: [...members],
    strategy: sync.strategy ?? 'merge',
    // After landing, the gate only concerns left-out agents; the earlier result is in the journal.
    gate:
      known.landed && left.length === 0
        ? []
        : knownNow(
            left,
            evaluateGate(
              {
                sync,
                planErrors: planErrors(plan, key),
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

/** Conflicts of the merge that is possible now; null while being computed; `not-yet` when no merge is possible. */
type MergeConflicts = readonly PredictedConflict[] | null | 'not-yet';

function mergeConflicts(
  { predicted }: RunInput,
  sync: string,
  left: readonly AgentView[],
): MergeConflicts {
  if (!predicted || left.length === 0 || !left.every(isReady)) return 'not-yet';
  return predicted.get(sync) ?? null;
}

/**
 * The problem of the last attempt, while it still applies: a conflict is over once it is resolved or merges cleanly.
 */
function problemNow(
  { facts, settled }: RunInput,
  sync: {
    readonly key: string;
    readonly merge: MergeConflicts;
    readonly merging: readonly AgentView[];
  },
): SyncProblem | null {
  const problem = facts.syncs.get(sync.key)?.problem ?? null;
  if (settled.has(sync.key)) return null;
  if (problem?.kind === 'conflict' && sync.merge?.length === 0) return null;
  return standing(problem, sync.merging);
}

/** A problem applies while every branch is at the same commit. */
function standing(problem: SyncProblem | null, agents: readonly AgentView[]): SyncProblem | null {
  const moved = problem?.heads.some((head) => {
    const agent = agents.find(({ name }) => name === head.agent);
    // A branch that was not read yet has not moved.
    return !agent || (agent.head !== null && agent.head !== head.oid);
  });
  return moved ? null : problem;
}

/** `isBlocked`: its branches are ready but conflict. */
function syncState(
  known: Pick<SyncFacts, 'landed' | 'step' | 'verifying'> & {
    problem: SyncProblem | null;
  },
  { agents, isBlocked }: { readonly agents: readonly AgentView[]; readonly isBlocked: boolean },
): SyncState {
  if (known.step !== null) return known.verifying ? 'verifying' : 'merging';
  if (known.landed) return 'done';
  if (isBlocked || known.problem?.kind === 'conflict') return 'conflict';
  if (known.problem?.kind === 'verify-failed') return 'verify-failed';
  return agents.length > 0 && agents.every(isReady) ? 'ready' : 'waiting';
}

/** Conflicts predicted by the radar from uncommitted work. */
function radarConflicts(
  { predicted, radar }: RunInput,
  left: readonly AgentView[],
): readonly PredictedConflict[] {
  if (!predicted) return [];
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

/** The agents that a sync point has merged completely, including later commits. */
export function landedIn(
  facts: RunFacts,
  sync: string,
  agents: readonly Pick<AgentView, 'name' | 'state'>[],
): ReadonlySet<string> {
  const landed = facts.syncs.get(sync)?.landed;
  if (!landed) return new Set();
  const late = new Set(agents.filter(({ state }) => state !== 'merged').map(({ name }) => name));
  const taken = landed.heads.map(({ agent }) => agent).filter((name) => !late.has(name));
  // Work that came in with another agent's branch has landed too.
  const held = agents.filter(({ state }) => state === 'merged').map(({ name }) => name);
  return new Set([...taken, ...held]);
}

/** Has commits, nothing uncommitted, and nothing is working. */
export function isReady(agent: AgentView): boolean {
  return agent.head !== null && agent.commits > 0 && agent.dirty === false && !isBusy(agent);
}

/** Before any agent has started, only checklist items and missing trust are known. */
function knownNow(agents: readonly AgentView[], gate: GateItem[]): GateItem[] {
  if (agents.some(({ worktree, head }) => worktree !== null || head !== null)) return gate;
  return gate.filter(
    ({ id, state }) => id.startsWith('tick:') || (id === 'trusted' && state === 'fail'),
  );
}
