import type { CheckFile } from '../contracts/check-files.ts';
import { checkWithin } from '../contracts/check-within.ts';
import type { ContractRule, ContractRules } from '../contracts/contract-rules.ts';
import { findContracts } from '../contracts/find-contracts.ts';
import type { ContractFinding } from '../contracts/types.ts';
import type { Shadow } from '../git/shadow.ts';
import { readBlob } from './merge-tree.ts';

interface CheckedContract {
  readonly path: string;
  readonly rule: ContractRule;
  readonly findings: readonly ContractFinding[];
}

/**
 * Findings that the tree `after` introduces in its contracts, compared with `before`. Each contract is checked together
 * with all others of its tree.
 */
export async function checkTrees(
  shadow: Shadow,
  trees: { readonly before: string; readonly after: string },
  rules: ContractRules,
): Promise<readonly CheckedContract[]> {
  const [before, after] = await Promise.all(
    [trees.before, trees.after].map((tree) => findContracts(shadow, tree, rules)),
  );
  const read = (oid: string | undefined) => (oid === undefined ? null : readBlob(shadow, oid));
  const files: (CheckFile & { readonly rule: ContractRule })[] = [];
  for (const { path, oid, rule } of after ?? []) {
    const old = before?.find((one) => one.path === path)?.oid;
    const [bytes, earlier] = await Promise.all([readBlob(shadow, oid), read(old)]);
    const { topic, consumers, comments } = rule;
    files.push({ path, rule, bytes, before: earlier, topic, consumers, comments });
  }
  const checked = await checkWithin(files.map(({ rule: _, ...file }) => file));
  return files.map(({ path, rule }, index) => ({
    path,
    rule,
    findings: checked[index]?.introduced ?? [],
  }));
}

/** Whether a finding is about a contradiction between two contracts. */
export function isAcross({ rule }: ContractFinding): boolean {
  return rule.startsWith('cross/');
}

/** Contradictions between contracts, by path, that the merge of two sides introduced and neither side has alone. */
export async function crossFindings(
  shadow: Shadow,
  { tree, sides }: { readonly tree: string; readonly sides: readonly [string, string] },
  rules: ContractRules,
): Promise<ReadonlyMap<string, readonly ContractFinding[]>> {
  const since = async (side: string) => {
    const checked = await checkTrees(shadow, { before: side, after: tree }, rules);
    return new Map(checked.map(({ path, findings }) => [path, findings.filter(isAcross)]));
  };
  const [ours, theirs] = sides;
  const own = await since(ours);
  if ([...own.values()].every((findings) => findings.length === 0)) return new Map();
  const other = await since(theirs);
  const both = [...own].map(([path, findings]) => {
    const known = new Set(other.get(path)?.map((one) => `${one.path} ${one.message}`));
    return [path, findings.filter((one) => known.has(`${one.path} ${one.message}`))] as const;
  });
  return new Map(both.filter(([, findings]) => findings.length > 0));
}
