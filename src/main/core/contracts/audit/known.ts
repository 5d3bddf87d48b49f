import type { IdentityRule, MergeRules } from '../types.ts';

/** Fields whose lists of plain values are sets. */
const SETS = ['required', 'enum', 'tags', 'scopes', 'security'];

/**
 * Whether the list at a path is a set, by name or configuration. Deliberately separate from the merge's own
 * implementation.
 */
export function isKnownSet(path: string, { sets = [] }: Pick<MergeRules, 'sets'>): boolean {
  const parts = partsOf(path);
  const field = partsOf(path.replace(/(?:\[[^\]]*\])+$/, '')).at(-1) ?? '';
  const isRequirement = /(?:^|\.)security\[[^\]]*\]\.[^.[\]]+$/.test(path);
  return SETS.includes(field) || isRequirement || sets.some((one) => isAt(one, parts));
}

/** Configured identity fields of the list at a path. */
export function identityAt(rules: readonly IdentityRule[], path: string): readonly string[] {
  const parts = partsOf(path);
  return rules.filter((rule) => rule.path === null || isAt(rule.path, parts)).map(({ key }) => key);
}

/** Splits `paths[a].tags` into `paths`, `a`, `tags`. */
function partsOf(path: string): readonly string[] {
  return path.replaceAll('[', '.').replaceAll(']', '').split('.');
}

function isAt(pattern: string, parts: readonly string[]): boolean {
  const wanted = pattern.split('.');
  if (wanted.length !== parts.length) return false;
  return wanted.every((part, index) => part === '*' || part === parts[index]);
}
