import { looseChains, syncAgents } from './chains.ts';
import { syncsBefore } from './graph.ts';
import type { AgentKey, Phase, Plan } from './model.ts';

/**
 * The phases of a plan, in an order in which they can run, otherwise in file order. A phase is named after the sync
 * point at its end; agents that are never merged form `tail-1`, `tail-2`, …, grouped by their dependencies, at the end.
 * Within a phase, predecessors come before their successors.
 */
export function derivePhases(plan: Plan): readonly Phase[] {
  const closed = [...syncAgents(plan)].map(([sync, agents]) => ({
    name: sync,
    sync,
    agents,
    after: waitedFor(plan, agents),
  }));
  return [...closed, ...tails(plan)];
}

function waitedFor(plan: Plan, agents: readonly AgentKey[]): readonly string[] {
  const names = agents.flatMap((key) => plan.agents[key]?.after ?? []);
  return [...new Set(names)].filter((name) => Object.hasOwn(plan.syncs, name));
}

function tails(plan: Plan): Phase[] {
  const groups = new Map<string, AgentKey[]>();
  const seen = new Set<AgentKey>();
  for (const { end, chain } of looseChains(plan)) {
    const wait = [...syncsBefore(plan, end)].sort().join(' ');
    const agents = chain.filter((key) => !seen.has(key));
    for (const key of agents) seen.add(key);
    if (agents.length > 0) groups.set(wait, [...(groups.get(wait) ?? []), ...agents]);
  }
  return [...groups.values()].map((agents, index) => ({
    name: `tail-${index + 1}`,
    sync: null,
    agents,
    after: waitedFor(plan, agents),
  }));
}
