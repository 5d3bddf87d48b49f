import type { Plan } from '../../../shared/plan/model.ts';
import { rewritePlan } from './write.ts';

/** The id of `resources/schemas/plan.schema.json`, which editors with YAML support map to the file. */
const SCHEMA = 'tributary://schemas/plan.schema.json';

/** The text of a new plan file. */
export function planText(plan: Plan): string {
  const head = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    'version: 1',
    `feature: ${plan.feature}`,
    `base: ${plan.base}`,
    'agents: {}',
    'syncs: {}',
    '',
  ].join('\n');
  const empty: Plan = { ...plan, agents: {}, syncs: {} };
  return rewritePlan(head, { before: empty, after: plan });
}
