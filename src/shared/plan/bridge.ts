import type { Agent, AgentKey, Plan, Sync, SyncKey } from './model.ts';

/**
 * Taking nodes out of a plan without tearing it: whoever waited for what is taken out waits for what that waited for,
 * and a sync point that has nothing left to merge goes with its last agent.
 */

/** The agent with exactly these dependencies. */
export function waiting(agent: Agent, after: readonly string[]): Agent {
  const { after: _dropped, ...rest } = agent;
  return after.length > 0 ? { ...rest, after } : rest;
}

/** The plan with every dependency on `name` replaced by `instead`. */
export function waitInstead(plan: Plan, name: string, instead: readonly string[]): Plan {
  const agents = Object.entries(plan.agents).map(([key, agent]): [string, Agent] => {
    if (!agent.after?.includes(name)) return [key, agent];
    const after = agent.after.flatMap((wait) => (wait === name ? instead : [wait]));
    return [
      key,
      waiting(
        agent,
        [...new Set(after)].filter((wait) => wait !== key),
      ),
    ];
  });
  return { ...plan, agents: Object.fromEntries(agents) };
}

/** The sync point that merges an agent directly, or null: an agent of a chain may be merged through its successor. */
export function mergedBy(plan: Plan, agent: AgentKey): SyncKey | null {
  const found = Object.entries(plan.syncs).find(([, sync]) => sync.merges.includes(agent));
  return found?.[0] ?? null;
}

/**
 * Removes an agent from its phase and its chain. Its successors inherit its dependencies; a predecessor that only it
 * carried to the sync point is merged there itself; a sync point left empty is removed too.
 */
export function release(plan: Plan, key: AgentKey): Plan {
  const agent = plan.agents[key];
  if (!agent) return plan;
  const after = agent.after ?? [];
  const freed = waitInstead(plan, key, after);
  const carried = after.filter(
    (name) => Object.hasOwn(plan.agents, name) && !isTakenUp(freed, name, key),
  );
  return withoutMerge(freed, key, carried);
}

/** Whether a sync point, or a successor other than `except`, includes the agent. */
function isTakenUp(plan: Plan, agent: AgentKey, except: AgentKey): boolean {
  return (
    mergedBy(plan, agent) !== null ||
    Object.entries(plan.agents).some(
      ([key, other]) => key !== except && other.after?.includes(agent),
    )
  );
}

/** Replaces an agent in `merges` by others; sync points left empty are removed. */
export function withoutMerge(plan: Plan, key: AgentKey, instead: readonly AgentKey[] = []): Plan {
  const syncs = Object.entries(plan.syncs).map(([name, sync]): [string, Sync] => [
    name,
    sync.merges.includes(key)
      ? { ...sync, merges: sync.merges.flatMap((one) => (one === key ? instead : [one])) }
      : sync,
  ]);
  const next = { ...plan, syncs: Object.fromEntries(syncs) };
  const emptied = Object.keys(plan.syncs).filter(
    (name) => plan.syncs[name]?.merges.includes(key) && next.syncs[name]?.merges.length === 0,
  );
  // It was the last agent of the phase, so its dependencies are those of the phase.
  const waits = syncsOf(plan, plan.agents[key]?.after ?? []);
  return emptied.reduce((rest, name) => dropSync(waitInstead(rest, name, waits), name), next);
}

/** Removes an agent from the plan. */
export function removeAgent(plan: Plan, key: AgentKey): Plan {
  const released = release(plan, key);
  const { [key]: _gone, ...agents } = released.agents;
  return { ...released, agents };
}

/**
 * Removes a sync point. Its agents move to the sync point of the phase that waited for it; null when several phases
 * wait for it, because it is unclear which one takes the work.
 */
export function removeSync(plan: Plan, key: SyncKey): Plan | null {
  const removed = plan.syncs[key];
  if (!removed) return plan;
  const waits = syncsOf(
    plan,
    removed.merges.flatMap((agent) => plan.agents[agent]?.after ?? []),
  );
  const next = new Set(
    Object.keys(plan.agents)
      .filter((agent) => plan.agents[agent]?.after?.includes(key))
      .flatMap((agent) => mergingPoint(plan, agent) ?? []),
  );
  if (next.size > 1 && removed.merges.length > 0) return null;
  const bridged = dropSync(waitInstead(plan, key, waits), key);
  const [to] = next;
  const sync = bridged.syncs[to ?? ''];
  if (to === undefined || !sync) return bridged;
  const merges = [...new Set([...removed.merges, ...sync.merges])];
  return { ...bridged, syncs: { ...bridged.syncs, [to]: { ...sync, merges } } };
}

/** The sync point in which an agent's work is merged: its own, or that of the agent that continues from it. */
function mergingPoint(plan: Plan, agent: AgentKey): SyncKey | null {
  let at: AgentKey | undefined = agent;
  const passed = new Set<AgentKey>();
  while (at !== undefined && !passed.has(at)) {
    passed.add(at);
    const own = mergedBy(plan, at);
    if (own !== null) return own;
    const from: AgentKey = at;
    at = Object.keys(plan.agents).find((key) => plan.agents[key]?.after?.includes(from));
  }
  return null;
}

function dropSync(plan: Plan, key: SyncKey): Plan {
  const { [key]: _gone, ...syncs } = plan.syncs;
  return { ...plan, syncs };
}

function syncsOf(plan: Plan, names: readonly string[]): readonly SyncKey[] {
  return [...new Set(names)].filter((name) => Object.hasOwn(plan.syncs, name));
}
