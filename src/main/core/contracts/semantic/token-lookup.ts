import type { RuleInput } from './rule.ts';
import { readTokens, type Token, type TokenFile } from './tokens.ts';

/** The contract, followed by the other token files that are checked with it. */
export function tokenFilesOf({ contract, others }: RuleInput): readonly TokenFile[] {
  const further = others.filter(({ topic }) => topic === 'tokens');
  return [contract, ...further].map(({ value }) => readTokens(value));
}

/** A token by path, from the first file that defines it. */
export function findToken(files: readonly TokenFile[], path: string): Token | undefined {
  for (const file of files) {
    const found = file.tokens.get(path) ?? file.tokens.get(`${path}.$root`) ?? inSets(file, path);
    if (found) return found;
  }
  return undefined;
}

function inSets(file: TokenFile, path: string): Token | undefined {
  if (!file.hasSets) return undefined;
  for (const key of Object.keys(file.value as object)) {
    const found = file.tokens.get(`${key}.${path}`);
    if (found) return found;
  }
  return undefined;
}

/** Whether a path is a group, or may be a token that its group inherits. */
export function isGroupIn(files: readonly TokenFile[], path: string): boolean {
  const parts = path.split('.');
  return files.some(
    ({ groups }) =>
      groups.has(path) ||
      parts.some((_, index) => index > 0 && groups.get(parts.slice(0, index).join('.')) === true),
  );
}
