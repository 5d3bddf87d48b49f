import { defaultTitle } from '../../../shared/names.ts';
import { applyChanges } from '../../../shared/plan/edit.ts';
import type { Plan, PlanChange, PlanEditFailure } from '../../../shared/plan/model.ts';
import { assertNever } from '../../../shared/result.ts';
import { newAgent } from '../../page/roles.ts';
import type { Lane } from './lanes.ts';

/** The item being dropped: a role from the palette, or an agent of the plan. */
export type Dropped =
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'agent'; readonly key: string; readonly started: boolean };

/** The effect of a drop. `lane` is the lane to highlight; null means the area of a new phase. */
export type Verdict =
  | { readonly kind: 'edit'; readonly lane: string | null; readonly changes: readonly PlanChange[] }
  /** Dropped inside its own lane: the card stays where it was put. */
  | { readonly kind: 'pin'; readonly lane: string }
  | { readonly kind: 'refused'; readonly lane: string | null; readonly why: string };

interface Drop {
  readonly plan: Plan;
  readonly lanes: readonly Lane[];
  readonly target: Lane | 'new' | 'before';
  readonly dropped: Dropped;
}

/** Computes the effect of a drop without applying it, so that the person sees the result before letting go. */
export function judgeDrop(drop: Drop): Verdict {
  const { target, dropped, plan } = drop;
  if (target === 'before') {
    return {
      kind: 'refused',
      lane: null,
      why: 'Phases run from left to right: add a phase to the right of the last one.',
    };
  }
  if (target !== 'new' && dropped.kind === 'agent' && target.agents.includes(dropped.key)) {
    return { kind: 'pin', lane: target.name };
  }
  const lane = target === 'new' ? null : target.name;
  const obstacle = obstacleTo(drop, target);
  if (obstacle) return { kind: 'refused', lane, why: obstacle };
  const changes = target === 'new' ? intoNewPhase(drop) : intoLane(drop, target);
  const edited = applyChanges(plan, changes);
  if (!edited.ok) return { kind: 'refused', lane, why: describeEditFailure(edited.failure) };
  return { kind: 'edit', lane, changes };
}

/** Computes the drop of several agents as one edit; refused as a whole if any of them is refused. */
export function judgeTogether(
  drop: Omit<Drop, 'dropped'>,
  agents: readonly Extract<Dropped, { kind: 'agent' }>[],
): Verdict | null {
  const changes: PlanChange[] = [];
  let lane: string | null = null;
  for (const dropped of agents) {
    const verdict = judgeDrop({ ...drop, dropped });
    if (verdict.kind === 'refused') return verdict;
    if (verdict.kind !== 'edit') continue;
    lane = verdict.lane;
    changes.push(...together(changes, verdict.changes));
  }
  return changes.length > 0 ? { kind: 'edit', lane, changes } : null;
}

/** Merges the changes of several agents dropped into a new phase, so that they create one phase, not one each. */
function together(before: readonly PlanChange[], next: readonly PlanChange[]): PlanChange[] {
  const phase = before.find((change) => change.kind === 'addPhase');
  if (phase?.kind !== 'addPhase') return [...next];
  return next.flatMap((change): PlanChange[] => {
    if (change.kind === 'updateSync') return [];
    return change.kind === 'addPhase'
      ? [{ kind: 'moveAgent', key: change.key, sync: phase.sync }]
      : [change];
  });
}

function obstacleTo({ dropped, lanes }: Drop, target: Lane | 'new'): string | null {
  if (dropped.kind === 'agent' && dropped.started) {
    return `${dropped.key} has started on a branch of its phase and cannot move.`;
  }
  if (target === 'new') {
    const last = lanes.at(-1);
    const alone = dropped.kind === 'agent' && last?.agents.length === 1;
    return alone && last.agents[0] === dropped.key && last.sync
      ? `${dropped.key} is already alone in the last phase.`
      : null;
  }
  if (target.state === 'done')
    return `${target.name} has landed; no more branches can be merged there.`;
  if (target.sync === null && dropped.kind === 'agent') {
    return `${target.name} has no sync point; connect the agent in the graph instead.`;
  }
  return null;
}

function intoLane({ dropped, plan }: Drop, lane: Lane): readonly PlanChange[] {
  if (dropped.kind === 'agent') {
    return [{ kind: 'moveAgent', key: dropped.key, sync: lane.sync ?? lane.name }];
  }
  const key = freeKey(plan, dropped.role);
  const agent = newAgent(dropped.role, plan);
  if (lane.sync !== null) return [{ kind: 'addAgent', key, agent, sync: lane.sync }];
  // No sync point merges this lane yet, so add one together with the new agent.
  const first = plan.agents[lane.agents[0] ?? '']?.after;
  const after = first?.filter((name) => Object.hasOwn(plan.syncs, name));
  return [
    { kind: 'addAgent', key, agent: after?.length ? { ...agent, after } : agent, sync: null },
    { kind: 'addSync', key: freePhase(plan), sync: { merges: [...ends(plan, lane.agents), key] } },
  ];
}

/** Agents of the list that no other agent continues from. */
function ends(plan: Plan, agents: readonly string[]): readonly string[] {
  return agents.filter(
    (key) => !Object.values(plan.agents).some((agent) => agent.after?.includes(key)),
  );
}

/** Changes that create a phase; its sync point copies the verification of the phase before it. */
function intoNewPhase({ dropped, plan, lanes }: Drop): readonly PlanChange[] {
  const last = lanes.findLast((lane) => lane.sync !== null)?.sync;
  const sync = freePhase(plan);
  const after = last ? [last] : [];
  const verify = plan.syncs[last ?? '']?.verify;
  const phase: PlanChange =
    dropped.kind === 'agent'
      ? { kind: 'addPhase', sync, key: dropped.key, after }
      : {
          kind: 'addPhase',
          sync,
          key: freeKey(plan, dropped.role),
          agent: newAgent(dropped.role, plan),
          after,
        };
  return verify ? [phase, { kind: 'updateSync', key: sync, set: { verify } }] : [phase];
}

/** `designer`, else `designer-2`, …: the first key that is not in use. */
function freeKey(plan: Plan, role: string): string {
  const wanted = role === 'custom' ? 'agent' : role;
  return firstFree(plan, [wanted], (n) => `${wanted}-${n + 1}`);
}

function freePhase(plan: Plan): string {
  return firstFree(plan, [], (n) => `phase-${n + Object.keys(plan.syncs).length}`);
}

function firstFree(plan: Plan, wanted: readonly string[], nth: (n: number) => string): string {
  const taken = (key: string) => Object.hasOwn(plan.agents, key) || Object.hasOwn(plan.syncs, key);
  const free = wanted.find((key) => !taken(key));
  if (free) return free;
  let n = 1;
  while (taken(nth(n))) n += 1;
  return nth(n);
}

/** The reason why an edit of the plan is impossible, as a sentence. */
export function describeEditFailure(failure: PlanEditFailure): string {
  switch (failure.code) {
    case 'plan.cycle':
      return `That would make a cycle: ${failure.path.join(' → ')}.`;
    case 'plan.needsSync':
      return `${failure.node} would continue from ${failure.agents.join(' and ')}; add a sync point that merges them first.`;
    case 'plan.duplicateName':
      return `The name ${failure.name} is taken.`;
    case 'plan.unknownNode':
      return `${failure.name} is no longer in the plan.`;
    case 'plan.invalidName':
      return failure.reserved
        ? `The name ${failure.name} is reserved.`
        : `${failure.name} is not a valid name: use at most 40 lower-case letters, digits and dashes.`;
    case 'plan.severalWait':
      return `Several phases wait for ${failure.sync}: move its agents first.`;
    case 'plan.wouldBreak':
      return failure.message;
    case 'plan.invalidEdge':
      return describeEdge(failure);
    default:
      return assertNever(failure);
  }
}

function describeEdge({
  from,
  to,
  reason,
}: Extract<PlanEditFailure, { code: 'plan.invalidEdge' }>): string {
  switch (reason) {
    case 'sync-to-sync':
      return `${from} and ${to} are both sync points; put an agent between them.`;
    case 'self':
      return `${defaultTitle(from)} cannot wait for itself.`;
    case 'exists':
      return `${from} and ${to} are already connected.`;
    case 'absent':
      return `${from} and ${to} are not connected.`;
    default:
      return assertNever(reason);
  }
}
