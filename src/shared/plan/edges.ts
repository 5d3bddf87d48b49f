import { fail, ok, type Result } from '../result.ts';
import { withoutMerge } from './bridge.ts';
import type { Plan, PlanEditFailure } from './model.ts';

type Edited = Result<Plan, PlanEditFailure>;

/**
 * Adds an edge: agent to sync point means `merges`, anything to an agent means `after`. An agent is merged only once: a
 * second edge to a sync point replaces the first.
 */
export function connect(plan: Plan, from: string, to: string): Edited {
  const refused = endsOf(plan, from, to);
  if (refused) return fail(refused);
  const agent = plan.agents[to];
  const sync = plan.syncs[to];
  if (agent) {
    const after = agent.after ?? [];
    if (after.includes(from)) return invalid(from, to, 'exists');
    return ok({
      ...plan,
      agents: { ...plan.agents, [to]: { ...agent, after: [...after, from] } },
    });
  }
  if (!sync || plan.syncs[from]) return invalid(from, to, 'sync-to-sync');
  if (sync.merges.includes(from)) return invalid(from, to, 'exists');
  const freed = withoutMerge(plan, from);
  return ok({
    ...freed,
    syncs: { ...freed.syncs, [to]: { ...sync, merges: [...sync.merges, from] } },
  });
}

export function disconnect(plan: Plan, from: string, to: string): Edited {
  const refused = endsOf(plan, from, to);
  if (refused) return fail(refused);
  const agent = plan.agents[to];
  const sync = plan.syncs[to];
  if (agent?.after?.includes(from)) {
    const { after, ...rest } = agent;
    const left = after.filter((name) => name !== from);
    const next = left.length > 0 ? { ...rest, after: left } : rest;
    return ok({ ...plan, agents: { ...plan.agents, [to]: next } });
  }
  if (sync?.merges.includes(from)) {
    const merges = sync.merges.filter((name) => name !== from);
    return ok({ ...plan, syncs: { ...plan.syncs, [to]: { ...sync, merges } } });
  }
  return invalid(from, to, 'absent');
}

function endsOf(plan: Plan, from: string, to: string): PlanEditFailure | null {
  const known = (name: string) =>
    Object.hasOwn(plan.agents, name) || Object.hasOwn(plan.syncs, name);
  const unknown = [from, to].find((name) => !known(name));
  if (unknown !== undefined) return { code: 'plan.unknownNode', name: unknown };
  return from === to ? { code: 'plan.invalidEdge', from, to, reason: 'self' } : null;
}

function invalid(
  from: string,
  to: string,
  reason: Extract<PlanEditFailure, { code: 'plan.invalidEdge' }>['reason'],
): Edited {
  return fail({ code: 'plan.invalidEdge', from, to, reason });
}
