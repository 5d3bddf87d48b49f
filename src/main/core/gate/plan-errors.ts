import { agentsOfSync } from '../../../shared/plan/chains.ts';
import { findCycle } from '../../../shared/plan/graph.ts';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Plan } from '../../../shared/plan/model.ts';

/** Errors in a plan about one sync point or its agents, in sentences, each with its fix. */
export function planErrors(plan: Plan, sync: string): readonly string[] {
  const nodes = new Set([sync, ...(plan.syncs[sync]?.merges ?? []), ...agentsOfSync(plan, sync)]);
  const concerns = (node: string | null) => node === null || nodes.has(node);
  return lintPlan(plan)
    .filter(({ severity, rule, node }) => {
      if (severity !== 'error') return false;
      // The linter reports a cycle at only one of its nodes.
      return rule === 'plan/cycle' ? (findCycle(plan) ?? []).some(concerns) : concerns(node);
    })
    .map(({ message, fix }) => (fix === null ? message : `${message} ${fix}`));
}
