import { defaultTitle, isKey, RESERVED_KEYS } from '../names.ts';
import { looseChains, predecessorOf, takenUp } from './chains.ts';
import { findCycle, syncsBefore } from './graph.ts';
import type { Finding, Plan } from './model.ts';
import { derivePhases } from './phases.ts';

/** Beyond this number of parallel agents, one person loses more than they gain. */
export const USUAL_AGENTS = 3;

type Said = Omit<Finding, 'line'>;

/** All findings of a valid plan, without line numbers, which the caller adds. */
export function lintPlan(plan: Plan): readonly Said[] {
  return [...names(plan), ...references(plan), ...order(plan), ...size(plan)];
}

function finding(
  severity: Finding['severity'],
  rule: string,
  said: { readonly node: string | null; readonly message: string; readonly fix?: string },
): Said {
  return { rule, severity, node: said.node, message: said.message, fix: said.fix ?? null };
}

function names(plan: Plan): Said[] {
  const found: Said[] = [];
  for (const key of [...Object.keys(plan.agents), ...Object.keys(plan.syncs)]) {
    if (isKey(key)) continue;
    const reason = RESERVED_KEYS.includes(key)
      ? 'is reserved'
      : 'must start with a lower-case letter and hold only lower-case letters, digits and dashes (at most 40)';
    found.push(
      finding('error', 'plan/invalid-name', {
        node: key,
        message: `The name "${key}" ${reason}.`,
        fix: 'Rename it.',
      }),
    );
  }
  for (const [key, { title }] of [...Object.entries(plan.agents), ...Object.entries(plan.syncs)]) {
    if (title === undefined || title.trim() !== '') continue;
    found.push(
      finding('warning', 'plan/invalid-name', {
        node: key,
        message: `The title of "${key}" is blank; "${defaultTitle(key)}" is shown.`,
        fix: 'Write a title, or remove the blank one.',
      }),
    );
  }
  for (const key of Object.keys(plan.agents)) {
    if (!Object.hasOwn(plan.syncs, key)) continue;
    found.push(
      finding('error', 'plan/duplicate-name', {
        node: key,
        message: `"${key}" names both an agent and a sync point.`,
        fix: 'Rename one of them.',
      }),
    );
  }
  return found;
}

function references(plan: Plan): Said[] {
  const found: Said[] = [];
  const unknown = (node: string, name: string, field: string) =>
    found.push(
      finding('error', 'plan/unknown-node', {
        node,
        message: `${field} of "${node}" names "${name}", which is not in the plan.`,
        fix: `Remove "${name}" from ${field} or add it to the plan.`,
      }),
    );
  for (const [key, agent] of Object.entries(plan.agents)) {
    for (const name of agent.after ?? []) {
      if (!Object.hasOwn(plan.agents, name) && !Object.hasOwn(plan.syncs, name)) {
        unknown(key, name, 'after');
      }
    }
    const agents = (agent.after ?? []).filter((name) => Object.hasOwn(plan.agents, name));
    if (agents.length > 1) {
      found.push(
        finding('error', 'plan/needs-sync', {
          node: key,
          message: `"${key}" continues from ${agents.length} agents (${agents.join(', ')}); their branches must be merged first.`,
          fix: 'Add a sync point that merges them and wait for it.',
        }),
      );
    }
  }
  const taken = new Map<string, string>();
  for (const [key, sync] of Object.entries(plan.syncs)) {
    for (const name of sync.merges) {
      if (!Object.hasOwn(plan.agents, name)) unknown(key, name, 'merges');
      const other = taken.get(name);
      if (other) {
        found.push(
          finding('error', 'plan/merged-twice', {
            node: name,
            message: `"${name}" is merged by both "${other}" and "${key}".`,
            fix: `Take it out of "${key}".`,
          }),
        );
      }
      taken.set(name, key);
    }
  }
  return found;
}

function order(plan: Plan): Said[] {
  const found: Said[] = [];
  const cycle = findCycle(plan);
  if (cycle) {
    found.push(
      finding('error', 'plan/cycle', {
        node: cycle[0] ?? null,
        message: `These wait for each other: ${[...cycle, cycle[0]].join(' → ')}.`,
        fix: 'Remove one of these edges.',
      }),
    );
  }
  for (const { end, chain } of looseChains(plan)) {
    const before = chain.filter((key) => key !== end).map((key) => `"${key}"`);
    const whose = before.length > 0 ? `its work and that of ${before.join(', ')}` : 'its work';
    found.push(
      finding('error', 'plan/unmerged-agent', {
        node: end,
        message: `No sync point merges "${end}": ${whose} would never land.`,
        fix: 'Add it to a sync point, or add a sync point for it.',
      }),
    );
  }
  return [...found, ...beside(plan), ...empty(plan)];
}

/**
 * An agent is cut from its predecessor, so the predecessor must already include the sync points that the agent waits
 * for.
 */
function beside(plan: Plan): Said[] {
  const found: Said[] = [];
  const taken = takenUp(plan);
  for (const [key, { after = [] }] of Object.entries(plan.agents)) {
    const before = predecessorOf(plan, key);
    if (before === null) continue;
    const below = syncsBefore(plan, before);
    const lands = taken.get(before);
    for (const sync of after) {
      if (!Object.hasOwn(plan.syncs, sync) || below.has(sync)) continue;
      // The predecessor has landed by then: the agent is cut from the feature branch.
      if (lands !== undefined && (lands === sync || syncsBefore(plan, sync).has(lands))) continue;
      found.push(
        finding('warning', 'sync/missing-between', {
          node: key,
          message: `"${key}" continues from "${before}" and waits for "${sync}", which "${before}" does not build on: it can start only after somebody merges the feature branch into "${before}".`,
          fix: `Let "${before}" wait for "${sync}" too, or add a sync point that merges "${before}" and wait for that.`,
        }),
      );
    }
  }
  return found;
}

/** A sync point that merges nothing never lands, so everything that waits for it would wait for ever. */
function empty(plan: Plan): Said[] {
  const found: Said[] = [];
  for (const [key, sync] of Object.entries(plan.syncs)) {
    if (sync.merges.length > 0) continue;
    const waiting = Object.keys(plan.agents).filter((name) =>
      plan.agents[name]?.after?.includes(key),
    );
    const blocked = waiting.length > 0;
    found.push(
      finding(blocked ? 'error' : 'warning', 'plan/empty-sync', {
        node: key,
        message: blocked
          ? `The sync point "${key}" merges nothing, so it never lands: ${waiting.map((name) => `"${name}"`).join(', ')} would wait for ever.`
          : `The sync point "${key}" merges nothing.`,
        fix: blocked
          ? 'Connect agents to it, or remove it: agents that wait for it then wait for its predecessors.'
          : 'Connect agents to it, or remove it.',
      }),
    );
  }
  return found;
}

function size(plan: Plan): Said[] {
  return derivePhases(plan).flatMap((phase): Said[] => {
    // Agents of a chain run one after another.
    const before = new Set(phase.agents.map((key) => predecessorOf(plan, key)));
    const atOnce = phase.agents.filter((key) => !before.has(key)).length;
    if (atOnce <= USUAL_AGENTS) return [];
    return [
      finding('warning', 'plan/many-agents', {
        node: phase.sync,
        message: `${atOnce} agents work at once in ${phase.name}; beyond ${USUAL_AGENTS}, keeping up with them usually costs more than it gains.`,
        fix: 'Split the phase in two.',
      }),
    ];
  });
}
