import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import type { FitSource } from '../fit/fit-project.ts';
import { requireOwnPlace } from '../own-place.ts';
import { requireFeatureName } from './feature-name.ts';
import { planFileOf } from './files.ts';
import { writePlanText } from './plan-text.ts';
import { type PlanWish, proposePlan } from './propose.ts';
import { rewritePlan } from './rewrite-plan.ts';

/** The id of `resources/schemas/plan.schema.json`, which editors with YAML support map to the file. */
const SCHEMA = 'tributary://schemas/plan.schema.json';

/**
 * Creates a plan fitted to the repository, named after the feature. Fails with `plan.invalidName`,
 * `plan.unknownTemplate`, `plan.exists` and `file.*`; never overwrites.
 */
export async function createPlan(project: FitSource, wish: PlanWish): Promise<string> {
  const feature = requireFeatureName(wish.feature);
  const file = planFileOf(feature);
  const path = join(project.repo.path, file);
  const { plan } = await proposePlan(project, wish);
  await requireOwnPlace(project.repo.path, file);
  if (await stat(path).catch(() => null)) {
    throw new CoreFailure({
      code: 'plan.exists',
      message: `There is a plan ${file} already.`,
      data: { file },
    });
  }
  await writePlanText(path, planText(plan));
  return file;
}

/** The text of a new plan file. */
export function planText(plan: Plan): string {
  const head = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    'version: 1',
    `feature: ${plan.feature}`,
    ...(plan.about === undefined ? [] : [`about: ${JSON.stringify(plan.about)}`]),
    'base: main',
    'agents: {}',
    'syncs: {}',
    '',
  ].join('\n');
  const empty: Plan = { ...plan, base: 'main', agents: {}, syncs: {} };
  return rewritePlan(head, { before: empty, after: plan });
}
