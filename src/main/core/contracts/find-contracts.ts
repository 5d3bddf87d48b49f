import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import type { ContractRule, ContractRules } from './contract-rules.ts';

interface FoundContract {
  readonly path: string;
  readonly oid: string;
  readonly rule: ContractRule;
}

/** Lists by tree: they never change, and listing a large tree takes a while. */
const FOUND: Kind<readonly FoundContract[]> = { most: 50 };

/** The contracts in a tree or commit; those merged as text too. */
export async function findContracts(
  shadow: Shadow,
  tree: string,
  rules: ContractRules,
): Promise<readonly FoundContract[]> {
  const known = shadow.memory.of(FOUND);
  const key = `${rules.revision} ${tree}`;
  const before = known.get(key);
  if (before) return before;
  const { stdout } = await shadow.git(['ls-tree', '-r', '-z', '--full-tree', tree], {
    reads: true,
  });
  const found = stdout.split('\0').flatMap((record): FoundContract[] => {
    const [, oid, path] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
    const rule = path === undefined ? null : rules.of(path);
    return rule && oid !== undefined && path !== undefined ? [{ path, oid, rule }] : [];
  });
  known.set(key, found);
  return found;
}
