import { syncsBefore } from './graph.ts';
import type { AgentKey, Plan, SyncKey } from './model.ts';

/** Chains: an agent that continues from another (`after: [three]`) carries that one's work to its sync point. */

/** The agent that this one continues from, or null. If there are several, which the linter reports, the first. */
export function predecessorOf(plan: Plan, key: AgentKey): AgentKey | null {
  return plan.agents[key]?.after?.find((name) => Object.hasOwn(plan.agents, name)) ?? null;
}

/** The agents that continue directly from this one, in plan order. */
export function successorsOf(plan: Plan, key: AgentKey): readonly AgentKey[] {
  return Object.keys(plan.agents).filter((name) => predecessorOf(plan, name) === key);
}

/** The agents this one builds on, first of the chain first, followed by the agent itself. Safe on cyclic plans. */
export function chainOf(plan: Plan, key: AgentKey): readonly AgentKey[] {
  const chain = new Set<AgentKey>();
  for (
    let next: AgentKey | null = key;
    next !== null && !chain.has(next);
    next = predecessorOf(plan, next)
  )
    chain.add(next);
  return [...chain].reverse();
}

/**
 * The sync point that merges each agent: the one that names it, otherwise the earliest that merges an agent continuing
 * from it. Agents that are never merged are missing.
 */
export function takenUp(plan: Plan): ReadonlyMap<AgentKey, SyncKey> {
  const order = orderedSyncs(plan);
  const explicit = mergedBy(plan);
  const taken = new Map<AgentKey, SyncKey>();
  // Earliest first: an agent stays with the first sync point that reaches it.
  for (const sync of order) {
    for (const end of plan.syncs[sync]?.merges ?? []) {
      if (explicit.get(end) !== sync) continue;
      taken.set(end, sync);
      const [, ...before] = chainOf(plan, end).toReversed();
      for (const key of before) {
        // Predecessors with a sync point of their own land there.
        if (explicit.has(key)) break;
        if (!taken.has(key)) taken.set(key, sync);
      }
    }
  }
  return taken;
}

/**
 * The agents of every sync point in merge order, predecessors before their successors. Sync points are in an order in
 * which they can land.
 */
export function syncAgents(plan: Plan): ReadonlyMap<SyncKey, readonly AgentKey[]> {
  const taken = takenUp(plan);
  const order = orderedSyncs(plan).map((sync): [SyncKey, readonly AgentKey[]] => {
    const chains = (plan.syncs[sync]?.merges ?? []).flatMap((key) => chainOf(plan, key));
    return [sync, [...new Set(chains)].filter((key) => taken.get(key) === sync)];
  });
  return new Map(order);
}

/** The agents that one sync point merges; see `syncAgents`. */
export function agentsOfSync(plan: Plan, sync: SyncKey): readonly AgentKey[] {
  return syncAgents(plan).get(sync) ?? [];
}

/** A chain of agents that no sync point merges; `chain` ends with `end`. */
export interface LooseChain {
  readonly end: AgentKey;
  readonly chain: readonly AgentKey[];
}

/** Every agent that is never merged, as part of at least one chain. Agents in a cycle form chains of their own. */
export function looseChains(plan: Plan): readonly LooseChain[] {
  const taken = takenUp(plan);
  const loose = Object.keys(plan.agents).filter((key) => !taken.has(key));
  const chains = loose
    .filter((key) => successorsOf(plan, key).length === 0)
    .map((end) => ({ end, chain: chainOf(plan, end).filter((key) => !taken.has(key)) }));
  const named = new Set(chains.flatMap(({ chain }) => chain));
  const rest = loose.filter((key) => !named.has(key)).map((end) => ({ end, chain: [end] }));
  return [...chains, ...rest];
}

/**
 * Sync points in an order in which they can land, as close to file order as possible: each comes after everything its
 * agents wait for and, if possible, after the sync points of the agents they continue from.
 */
export function orderedSyncs(plan: Plan): readonly SyncKey[] {
  const explicit = mergedBy(plan);
  const waits = new Map<SyncKey, ReadonlySet<SyncKey>>();
  const follows = new Map<SyncKey, ReadonlySet<SyncKey>>();
  for (const [name, sync] of Object.entries(plan.syncs)) {
    waits.set(name, syncsBefore(plan, name));
    const chains = sync.merges.flatMap((key) => chainOf(plan, key));
    follows.set(name, new Set(chains.flatMap((key) => explicit.get(key) ?? [])));
  }
  const left = new Set(Object.keys(plan.syncs));
  const order: SyncKey[] = [];
  const free = (of: ReadonlyMap<SyncKey, ReadonlySet<SyncKey>>, name: SyncKey) =>
    ![...(of.get(name) ?? [])].some((before) => before !== name && left.has(before));
  while (left.size > 0) {
    const ready = [...left].filter((name) => free(waits, name));
    // In a cycle no sync point is ready, so file order is used.
    const next = ready.find((name) => free(follows, name)) ?? ready[0] ?? [...left][0];
    if (next === undefined) break;
    order.push(next);
    left.delete(next);
  }
  return order;
}

/** For each agent, the first sync point in the file that names it. */
function mergedBy(plan: Plan): ReadonlyMap<AgentKey, SyncKey> {
  const merged = new Map<AgentKey, SyncKey>();
  for (const [name, { merges }] of Object.entries(plan.syncs)) {
    for (const key of merges) {
      if (Object.hasOwn(plan.agents, key) && !merged.has(key)) merged.set(key, name);
    }
  }
  return merged;
}
