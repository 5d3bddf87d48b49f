import { allTreeEntries } from '../git/entry-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import type { ContractRule, ContractRules } from './contract-rules.ts';

interface FoundContract {
  readonly path: string;
  readonly oid: string;
  readonly rule: ContractRule;
}

/** Cached per tree: trees never change, and listing a large one is slow. */
const FOUND: Kind<readonly FoundContract[]> = { most: 50 };

/** The contracts in a tree or commit, including those merged as text. */
export async function findContracts(
  shadow: Shadow,
  tree: string,
  rules: ContractRules,
): Promise<readonly FoundContract[]> {
  const known = shadow.memory.of(FOUND);
  const key = `${rules.revision} ${tree}`;
  const before = known.get(key);
  if (before) return before;
  const entries = await shadow.list(allTreeEntries(tree));
  const found = entries.flatMap(({ mode, oid, path }): FoundContract[] => {
    // Regular files only, no symbolic links or submodules.
    const rule = mode.startsWith('100') ? rules.of(path) : null;
    return rule ? [{ path, oid, rule }] : [];
  });
  known.set(key, found);
  return found;
}
