import { isKey, RESERVED_KEYS } from '../names.ts';
import { fail, ok, type Result } from '../result.ts';
import { release, removeAgent, removeSync, waiting } from './bridge.ts';
import { connect, disconnect } from './edges.ts';
import { findCycle } from './graph.ts';
import { lintPlan } from './lint.ts';
import type { Agent, Plan, PlanChange, PlanEditFailure, Sync } from './model.ts';
import { derivePhases } from './phases.ts';

type Edited = Result<Plan, PlanEditFailure>;

/**
 * Applies all changes of one gesture, or none, and checks what they may have broken. Pure. Existing problems of the
 * plan do not block unrelated edits.
 */
export function applyChanges(plan: Plan, changes: readonly PlanChange[]): Edited {
  let edited: Plan = plan;
  for (const change of changes) {
    const next = perform(edited, change);
    if (!next.ok) return next;
    edited = next.value;
  }
  const broken = brokenBy(plan, edited);
  return broken ? fail(broken) : ok(edited);
}

export function applyChange(plan: Plan, change: PlanChange): Edited {
  return applyChanges(plan, [change]);
}

function perform(plan: Plan, change: PlanChange): Edited {
  switch (change.kind) {
    case 'addAgent':
      return named(plan, change.key) ?? addAgent(plan, change);
    case 'updateAgent':
      return update(plan, 'agents', change);
    case 'updateSync':
      return update(plan, 'syncs', change);
    case 'renameAgent':
    case 'renameSync':
      return rename(plan, change.key, change.to);
    case 'removeAgent':
    case 'removeSync':
      return remove(plan, change.key);
    case 'moveAgent':
      return moveAgent(plan, change.key, change.sync);
    case 'addPhase':
      return named(plan, change.sync) ?? addPhase(plan, change);
    case 'addSync':
      return (
        named(plan, change.key) ??
        ok({ ...plan, syncs: { ...plan.syncs, [change.key]: change.sync } })
      );
    case 'connect':
      return connect(plan, change.from, change.to);
    case 'disconnect':
      return disconnect(plan, change.from, change.to);
    case 'setBase':
      return ok({ ...plan, base: change.base });
    case 'setAccept': {
      const { accept: _default, ...rest } = plan;
      return ok(change.accept === 'facts' ? { ...rest, accept: 'facts' } : rest);
    }
  }
}

/** The failure for an invalid name of a new node, or null. */
function named(plan: Plan, name: string): Edited | null {
  if (!isKey(name)) {
    return fail({ code: 'plan.invalidName', name, reserved: RESERVED_KEYS.includes(name) });
  }
  if (has(plan, name)) return fail({ code: 'plan.duplicateName', name });
  return null;
}

function has(plan: Plan, name: string): boolean {
  return Object.hasOwn(plan.agents, name) || Object.hasOwn(plan.syncs, name);
}

function addAgent(plan: Plan, change: Extract<PlanChange, { kind: 'addAgent' }>): Edited {
  if (change.sync === null) {
    return ok({ ...plan, agents: { ...plan.agents, [change.key]: change.agent } });
  }
  const sync = plan.syncs[change.sync];
  if (!sync) return fail({ code: 'plan.unknownNode', name: change.sync });
  const agent = change.agent.after ? change.agent : waiting(change.agent, entry(plan, change.sync));
  return ok({
    ...plan,
    agents: { ...plan.agents, [change.key]: agent },
    syncs: { ...plan.syncs, [change.sync]: { ...sync, merges: [...sync.merges, change.key] } },
  });
}

function addPhase(plan: Plan, change: Extract<PlanChange, { kind: 'addPhase' }>): Edited {
  const existing = plan.agents[change.key];
  const agent = change.agent ?? existing;
  if (!agent) return fail({ code: 'plan.unknownNode', name: change.key });
  if (change.agent) {
    const refused = named(plan, change.key);
    if (refused) return refused;
    if (change.key === change.sync) return fail({ code: 'plan.duplicateName', name: change.key });
  }
  const freed = release(plan, change.key);
  // Dependencies of the phase may have been removed with its last agent.
  const after = change.after.flatMap((name) =>
    Object.hasOwn(freed.syncs, name) ? [name] : (existing?.after ?? []),
  );
  return ok({
    ...freed,
    agents: { ...freed.agents, [change.key]: waiting(agent, [...new Set(after)]) },
    syncs: { ...freed.syncs, [change.sync]: { merges: [change.key] } },
  });
}

function moveAgent(plan: Plan, key: string, target: string): Edited {
  const agent = plan.agents[key];
  if (!agent) return fail({ code: 'plan.unknownNode', name: key });
  if (!plan.syncs[target]) return fail({ code: 'plan.unknownNode', name: target });
  const phase = derivePhases(plan).find((one) => one.sync === target);
  // Already in the phase, by itself or as part of a chain.
  if (phase?.agents.includes(key)) return ok(plan);
  const freed = release(plan, key);
  const sync = freed.syncs[target];
  if (!sync) return fail({ code: 'plan.unknownNode', name: target });
  return ok({
    ...freed,
    agents: { ...freed.agents, [key]: waiting(agent, entry(freed, target)) },
    syncs: { ...freed.syncs, [target]: { ...sync, merges: [...sync.merges, key] } },
  });
}

/**
 * The dependencies of an agent that joins a phase: those of its other agents, otherwise the sync point of the previous
 * phase.
 */
function entry(plan: Plan, sync: string): readonly string[] {
  const phases = derivePhases(plan);
  const index = phases.findIndex((phase) => phase.sync === sync);
  const phase = phases[index];
  if (phase && phase.agents.length > 0) return phase.after;
  const previous = phases.slice(0, Math.max(0, index)).findLast((earlier) => earlier.sync !== null);
  return previous?.sync ? [previous.sync] : [];
}

function update(
  plan: Plan,
  side: 'agents' | 'syncs',
  change: Extract<PlanChange, { kind: 'updateAgent' | 'updateSync' }>,
): Edited {
  const node = plan[side][change.key];
  if (!node) return fail({ code: 'plan.unknownNode', name: change.key });
  const set = Object.entries(change.set);
  const dropped = new Set(set.filter(([, value]) => value === null).map(([field]) => field));
  const kept = Object.entries(node).filter(([field]) => !dropped.has(field));
  const given = set.filter(([, value]) => value !== null && value !== undefined);
  const next = Object.fromEntries([...kept, ...given]);
  return ok({ ...plan, [side]: { ...plan[side], [change.key]: next } });
}

function rename(plan: Plan, key: string, to: string): Edited {
  if (!has(plan, key)) return fail({ code: 'plan.unknownNode', name: key });
  if (key === to) return ok(plan);
  const refused = named(plan, to);
  if (refused) return refused;
  const swap = (name: string) => (name === key ? to : name);
  const agents = Object.entries(plan.agents).map(([name, agent]): [string, Agent] => [
    swap(name),
    agent.after?.includes(key) ? { ...agent, after: agent.after.map(swap) } : agent,
  ]);
  const syncs = Object.entries(plan.syncs).map(([name, sync]): [string, Sync] => [
    swap(name),
    sync.merges.includes(key) ? { ...sync, merges: sync.merges.map(swap) } : sync,
  ]);
  return ok({ ...plan, agents: Object.fromEntries(agents), syncs: Object.fromEntries(syncs) });
}

function remove(plan: Plan, key: string): Edited {
  if (Object.hasOwn(plan.agents, key)) return ok(removeAgent(plan, key));
  if (!Object.hasOwn(plan.syncs, key)) return fail({ code: 'plan.unknownNode', name: key });
  const joined = removeSync(plan, key);
  return joined ? ok(joined) : fail({ code: 'plan.severalWait', sync: key });
}

/**
 * The first error of the edited plan that it did not have before. Cutting an agent from its sync point is allowed (the
 * linter reports it): rewiring by hand removes one edge before adding the next.
 */
function brokenBy(before: Plan, after: Plan): PlanEditFailure | null {
  const problem = problemOf(after);
  if (problem && JSON.stringify(problem) !== JSON.stringify(problemOf(before))) return problem;
  const errors = (plan: Plan) => lintPlan(plan).filter(({ severity }) => severity === 'error');
  const known = new Set(errors(before).map(({ rule, node }) => `${rule} ${node}`));
  const fresh = errors(after).find(
    ({ rule, node }) => rule !== 'plan/unmerged-agent' && !known.has(`${rule} ${node}`),
  );
  return fresh ? { code: 'plan.wouldBreak', rule: fresh.rule, message: fresh.message } : null;
}

function problemOf(plan: Plan): PlanEditFailure | null {
  for (const [key, agent] of Object.entries(plan.agents)) {
    const unknown = agent.after?.find((name) => !has(plan, name));
    if (unknown) return { code: 'plan.unknownNode', name: unknown };
    const agents = (agent.after ?? []).filter((name) => Object.hasOwn(plan.agents, name));
    if (agents.length > 1) return { code: 'plan.needsSync', node: key, agents };
  }
  for (const sync of Object.values(plan.syncs)) {
    const unknown = sync.merges.find((name) => !Object.hasOwn(plan.agents, name));
    if (unknown) return { code: 'plan.unknownNode', name: unknown };
  }
  const cycle = findCycle(plan);
  return cycle ? { code: 'plan.cycle', path: cycle } : null;
}
