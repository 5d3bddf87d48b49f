import type { Agent, AgentKey, Plan, Sync, SyncKey } from './model.ts';

/**
 * Taking nodes out of a plan without tearing it: whoever waited for what is taken out waits for what that waited for,
 * and a sync point that has nothing left to merge goes with its last agent.
 */

/** The agent, waiting for exactly this. */
export function waiting(agent: Agent, after: readonly string[]): Agent {
  const { after: _dropped, ...rest } = agent;
  return after.length > 0 ? { ...rest, after } : rest;
}

/** The plan in which everybody who waited for `name` waits for `instead`. */
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

/** The sync point that merges an agent itself, or null: an agent of a chain may be merged through its successor. */
export function mergedBy(plan: Plan, agent: AgentKey): SyncKey | null {
  const found = Object.entries(plan.syncs).find(([, sync]) => sync.merges.includes(agent));
  return found?.[0] ?? null;
}

/**
 * Takes an agent out of its phase and its chain. Its successors wait for what it waited for; a predecessor that only it
 * carried to the sync point is merged there itself; a sync point that it leaves empty goes too.
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

/** Whether a sync point or a successor other than `except` takes the agent up. */
function isTakenUp(plan: Plan, agent: AgentKey, except: AgentKey): boolean {
  return (
    mergedBy(plan, agent) !== null ||
    Object.entries(plan.agents).some(
      ([key, other]) => key !== except && other.after?.includes(agent),
    )
  );
}

/** Takes an agent out of `merges`, with others in its place; sync points that this leaves empty are dropped. */
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
  // The agent's own waits are those of the phase: it was the last one in it.
  const waits = syncsOf(plan, plan.agents[key]?.after ?? []);
  return emptied.reduce((rest, name) => dropSync(waitInstead(rest, name, waits), name), next);
}

/** Takes an agent out of the plan. */
export function removeAgent(plan: Plan, key: AgentKey): Plan {
  const released = release(plan, key);
  const { [key]: _gone, ...agents } = released.agents;
  return { ...released, agents };
}

/**
 * Takes a sync point out. Its agents are merged by the sync point of the phase that waited for it; null where several
 * phases wait for it, because nothing says which of them takes the work up.
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

/** The sync point where the work of an agent ends up: its own, or that of whoever continues from it. */
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
