import { matchesPath } from './paths.ts';
import type { MergeRules } from './types.ts';

/** Lists of plain values that are sets wherever they stand: their order means nothing, and nothing is in them twice. */
export const KNOWN_SETS: ReadonlySet<string> = new Set([
  'required',
  'enum',
  'tags',
  'scopes',
  'security',
]);

/** Whether the list at a path is known to be a set: by the name of its field, or as configured. */
export function isKnownSet(path: string, { sets = [] }: Pick<MergeRules, 'sets'>): boolean {
  const parts = path.replace(/\[[^\]]*\]/g, '').split('.');
  // A requirement of security is a list of scopes under the name of its scheme.
  const isScopes = /(?:^|\.)security\[[^\]]*\]\.[^.[\]]+$/.test(path);
  return (
    KNOWN_SETS.has(parts.at(-1) ?? '') ||
    isScopes ||
    sets.some((pattern) => matchesPath(pattern, path))
  );
}
