import { syncsBefore } from './graph.ts';
import type { AgentKey, Phase, Plan } from './model.ts';

/**
 * The phases of a plan, in an order in which they can run. A phase is named after the sync point that closes it;
 * agents that no sync point takes up form `tail-1`, `tail-2`, …, grouped by what they wait for.
 */
export function derivePhases(plan: Plan): readonly Phase[] {
  const depth = (phase: Phase) =>
    Math.max(0, ...phase.agents.map((agent) => syncsBefore(plan, agent).size));
  const closed = Object.entries(plan.syncs).map(([name, sync]) => phaseOf(plan, name, sync.merges));
  const phases = [...closed, ...tails(plan)];
  const order = new Map(phases.map((phase, index) => [phase, index]));
  // A sync point without agents has nothing to wait for; it stays where the file has it.
  const rank = new Map<Phase, number>();
  let last = 0;
  for (const phase of phases) {
    last = phase.agents.length > 0 ? depth(phase) : last;
    rank.set(phase, last);
  }
  return phases.sort(
    (a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || (order.get(a) ?? 0) - (order.get(b) ?? 0),
  );
}

function phaseOf(plan: Plan, sync: string, merges: readonly AgentKey[]): Phase {
  const agents = merges.filter((key) => Object.hasOwn(plan.agents, key));
  return { name: sync, sync, agents, after: waitedFor(plan, agents) };
}

function waitedFor(plan: Plan, agents: readonly AgentKey[]): readonly string[] {
  const names = agents.flatMap((key) => plan.agents[key]?.after ?? []);
  return [...new Set(names)].filter((name) => Object.hasOwn(plan.syncs, name));
}

function tails(plan: Plan): Phase[] {
  const merged = new Set(Object.values(plan.syncs).flatMap((sync) => sync.merges));
  const groups = new Map<string, AgentKey[]>();
  for (const key of Object.keys(plan.agents)) {
    if (merged.has(key)) continue;
    const wait = [...syncsBefore(plan, key)].sort().join(' ');
    groups.set(wait, [...(groups.get(wait) ?? []), key]);
  }
  return [...groups.values()].map((agents, index) => ({
    name: `tail-${index + 1}`,
    sync: null,
    agents,
    after: waitedFor(plan, agents),
  }));
}
