import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanFile } from '../../../shared/contract/project.ts';
import { CoreFailure } from '../failure.ts';
import { requireOwnPlace } from '../own-place.ts';
import { type ParsedPlan, parsePlan } from './parse-plan.ts';
import { readPlanText } from './read-text.ts';

/** The folder of plans in the main checkout, and the suffix of plan files. */
export const PLAN_FOLDER = 'plans';
export const PLAN_SUFFIX = '.plan.yaml';

/** The plan file of a feature, relative to the main checkout. */
export function planFileOf(feature: string): string {
  return `${PLAN_FOLDER}/${feature}${PLAN_SUFFIX}`;
}

/** Errors that mean there is no such folder: missing, a file, a link to itself. */
const NO_FOLDER = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** All plan files of a checkout, sorted. Empty without a `plans` folder. */
export async function listPlanFiles(checkout: string): Promise<readonly string[]> {
  try {
    const names = await readdir(join(checkout, PLAN_FOLDER));
    return names
      .filter((name) => name.endsWith(PLAN_SUFFIX))
      .sort()
      .map((name) => `${PLAN_FOLDER}/${name}`);
  } catch (thrown) {
    if (NO_FOLDER.has((thrown as NodeJS.ErrnoException).code ?? '')) return [];
    throw thrown;
  }
}

/** All plan files with their feature, or their first problem. */
export async function describePlanFiles(checkout: string): Promise<PlanFile[]> {
  const files = await listPlanFiles(checkout);
  return Promise.all(
    files.map(async (file) => {
      const text = await readPlanText(join(checkout, file)).catch((thrown: Error) => thrown);
      if (typeof text !== 'string') return { file, feature: null, error: text.message };
      const parsed = parsePlan(text);
      return parsed.ok
        ? { file, feature: parsed.plan.feature, error: null }
        : { file, feature: null, error: errorText(file, parsed) };
    }),
  );
}

function errorText(file: string, parsed: Extract<ParsedPlan, { ok: false }>): string {
  return `${file}:${parsed.error.line}:${parsed.error.column}: ${parsed.error.message}`;
}

/** Reads a valid plan. Fails with `plan.notFound`, `plan.unreadable`, `plan.broken` or `plan.newerVersion`. */
export async function readPlan(
  checkout: string,
  file: string,
): Promise<Extract<ParsedPlan, { ok: true }> & { readonly text: string }> {
  const text = await planTextAt(checkout, file);
  const parsed = parsePlan(text);
  if (parsed.ok) return { ...parsed, text };
  throw planFailure(file, parsed);
}

/** The text of a plan file. Fails with `plan.notFound`, `plan.unreadable` and `file.*`. */
export async function planTextAt(checkout: string, file: string): Promise<string> {
  try {
    return await readPlanText(join(checkout, file));
  } catch (thrown) {
    if (!NO_FOLDER.has((thrown as NodeJS.ErrnoException).code ?? '')) {
      throw unreadable(file, thrown);
    }
    await requireOwnPlace(checkout, file);
    throw new CoreFailure({
      code: 'plan.notFound',
      message: `There is no plan ${file} in ${checkout}.`,
      data: { file },
    });
  }
}

/** The failure for a plan file that exists and cannot be read. */
export function unreadable(file: string, thrown: unknown): CoreFailure {
  return new CoreFailure({
    code: 'plan.unreadable',
    message: `The plan ${file} cannot be read: ${(thrown as Error).message}.`,
    data: { file },
  });
}

export function planFailure(file: string, parsed: Extract<ParsedPlan, { ok: false }>): CoreFailure {
  const { code, line, column } = parsed.error;
  return new CoreFailure({
    code,
    message: errorText(file, parsed),
    data: { file, line, column },
  });
}

/**
 * The plan meant by a command: the named one (a path or a feature), otherwise the only one. Fails with `plan.choose`
 * when there are several, and `plan.none` or `file.*` when there is none.
 */
export async function choosePlanFile(checkout: string, named: string | null): Promise<string> {
  const files = await listPlanFiles(checkout);
  if (named !== null) {
    const wanted = named.replaceAll('\\', '/').replace(/^\.\//, '');
    const relative = wanted.startsWith(`${checkout}/`) ? wanted.slice(checkout.length + 1) : wanted;
    return files.find((file) => file === relative || file === planFileOf(wanted)) ?? relative;
  }
  const only = files[0];
  if (only !== undefined && files.length === 1) return only;
  if (only === undefined) await requireOwnPlace(checkout, planFileOf('any'));
  throw only === undefined
    ? new CoreFailure({
        code: 'plan.none',
        message: `There is no plan in ${checkout}/${PLAN_FOLDER}.`,
      })
    : new CoreFailure({
        code: 'plan.choose',
        message: `There are ${files.length} plans: ${files.join(', ')}.`,
        data: { files },
      });
}
