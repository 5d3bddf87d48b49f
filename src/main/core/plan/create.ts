import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isKey, RESERVED_KEYS } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { planFromTemplate, type Template } from '../../../shared/plan/templates.ts';
import { CoreFailure } from '../failure.ts';
import { readHead } from '../git/repository.ts';
import type { ProjectContext } from '../project/context.ts';
import { editFailure } from './edit-failure.ts';
import { planFileOf } from './files.ts';
import { writePlanText } from './plan-text.ts';
import { rewritePlan } from './write.ts';

/** The id of `resources/schemas/plan.schema.json`, which editors with YAML support map to the file. */
const SCHEMA = 'tributary://schemas/plan.schema.json';

/** Makes a plan from a pattern. Fails with `plan.invalidName` and `plan.exists`; never overwrites. */
export async function createPlan(
  project: ProjectContext,
  wanted: {
    readonly template: Template;
    readonly feature: string;
    readonly include?: readonly string[] | undefined;
  },
): Promise<string> {
  const { feature } = wanted;
  if (!isKey(feature)) {
    const reserved = RESERVED_KEYS.includes(feature);
    throw editFailure({ code: 'plan.invalidName', name: feature, reserved });
  }
  const file = planFileOf(feature);
  const path = join(project.repo.path, file);
  if (await stat(path).catch(() => null)) {
    throw new CoreFailure({
      code: 'plan.exists',
      message: `There is a plan ${file} already.`,
      remedy: 'Open it, or choose another feature name.',
      data: { file },
      exit: 1,
    });
  }
  const config = await project.config();
  const { branch } = await readHead(project.repo.path);
  const plan = planFromTemplate(wanted.template, feature, {
    base: branch ?? 'main',
    include: wanted.include ?? [],
    verify: config.verify ? [] : await usualChecks(project.repo.path),
  });
  await writePlanText(path, planText(plan));
  return file;
}

/** `npm test` where the project has such a script; a person knows the rest better. */
async function usualChecks(checkout: string): Promise<string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
    const scripts = (manifest as { scripts?: Record<string, unknown> } | null)?.scripts;
    return typeof scripts?.['test'] === 'string' ? ['npm test'] : [];
  } catch {
    // No package.json, or one that npm could not read either.
    return [];
  }
}

/** The text of a new plan file. */
export function planText(plan: Plan): string {
  const head = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    'version: 1',
    `feature: ${plan.feature}`,
    'base: main',
    'agents: {}',
    'syncs: {}',
    '',
  ].join('\n');
  const empty: Plan = { ...plan, base: 'main', agents: {}, syncs: {} };
  return rewritePlan(head, { before: empty, after: plan });
}
