import { checkWithin } from './check-within.ts';
import { decideWithin } from './decide.ts';
import type { CheckAs } from './jobs.ts';
import { mergeContract } from './merge.ts';
import { mergeWithGit } from './text-merge.ts';
import type { ContractFinding, ContractMerge, MergeRules, Policy, Sides } from './types.ts';

/** A merge as every caller does it: with git's lines, large ones in another thread, and what it brings in found. */
export async function mergeChecked(
  sides: Sides,
  rules: MergeRules,
  check: CheckAs,
): Promise<ContractMerge> {
  const decide = decideWithin({ check });
  let isChecked = false;
  const merged = await mergeContract(
    sides,
    {
      mergeText: mergeWithGit,
      decide: async (input) => {
        const answer = await decide(input);
        isChecked = true;
        return answer;
      },
    },
    { rules },
  );
  return isChecked ? merged : checked(merged, check);
}

/** Adds what a merge brought into a contract. What one side has as it is, the merge did not bring in. */
export async function checked<Merge extends ContractMerge>(
  merged: Merge,
  check: CheckAs,
): Promise<Merge> {
  if (merged.outcome !== 'clean' || merged.method === 'trivial') return merged;
  const [found] = await checkWithin([{ ...check, bytes: merged.bytes }]);
  return { ...merged, findings: [...merged.findings, ...(found?.introduced ?? [])] };
}

/** What every contract needs, whatever its policy. */
const UNREADABLE = new Set(['contract.syntax', 'contract.duplicateKey']);

/** Whether a person has to look first, as at the gate of a sync point. */
export function isStopped(policy: Policy, findings: readonly ContractFinding[]): boolean {
  return findings.some(({ rule, severity }) => {
    if (rule.startsWith('merge.') || severity !== 'error') return false;
    return policy === 'critical' || UNREADABLE.has(rule);
  });
}
