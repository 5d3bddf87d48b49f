import { matchesPath } from './paths.ts';
import type { MergeRules } from './types.ts';

/** Fields whose lists of plain values are always sets: without order and duplicates. */
export const KNOWN_SETS: ReadonlySet<string> = new Set([
  'required',
  'enum',
  'tags',
  'scopes',
  'security',
]);

/** Whether the list at a path is a set, by its field name or by configuration. */
export function isKnownSet(path: string, { sets = [] }: Pick<MergeRules, 'sets'>): boolean {
  const parts = path.replace(/\[[^\]]*\]/g, '').split('.');
  // A security requirement maps the name of a scheme to a list of scopes.
  const isScopes = /(?:^|\.)security\[[^\]]*\]\.[^.[\]]+$/.test(path);
  return (
    KNOWN_SETS.has(parts.at(-1) ?? '') ||
    isScopes ||
    sets.some((pattern) => matchesPath(pattern, path))
  );
}
