import type { Plan } from './model.ts';

/** The plan as a directed graph: `after` points into agents, `merges` into sync points. */

/** Direct predecessors of every node. Unknown names are omitted. */
export function predecessors(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const known = (name: string) =>
    Object.hasOwn(plan.agents, name) || Object.hasOwn(plan.syncs, name);
  const map = new Map<string, readonly string[]>();
  for (const [key, agent] of Object.entries(plan.agents)) {
    map.set(key, (agent.after ?? []).filter(known));
  }
  for (const [key, sync] of Object.entries(plan.syncs)) map.set(key, sync.merges.filter(known));
  return map;
}

/** The nodes of one cycle, in order, or null. */
export function findCycle(plan: Plan): readonly string[] | null {
  const before = predecessors(plan);
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  function visit(node: string): readonly string[] | null {
    if (state.get(node) === 'done') return null;
    if (state.get(node) === 'open') return path.slice(path.indexOf(node)).reverse();
    state.set(node, 'open');
    path.push(node);
    for (const previous of before.get(node) ?? []) {
      const cycle = visit(previous);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(node, 'done');
    return null;
  }
  for (const node of before.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return null;
}

/** All sync points that must land before a node, directly or indirectly. Safe on cyclic plans. */
export function syncsBefore(plan: Plan, node: string): ReadonlySet<string> {
  const before = predecessors(plan);
  const seen = new Set<string>();
  const queue = [...(before.get(node) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(before.get(next) ?? []));
  }
  return new Set([...seen].filter((name) => Object.hasOwn(plan.syncs, name)));
}
