import { checkWithin } from './check-within.ts';
import { decideWithin } from './decide-within.ts';
import type { CheckAs } from './jobs.ts';
import { mergeContract } from './merge.ts';
import { mergeWithGit } from './text-merge.ts';
import type { ContractFinding, ContractMerge, MergeRules, Policy, Sides } from './types.ts';

/**
 * Merges a contract as all callers do: by structure, with git's line merge as the fallback, in a worker thread if it is
 * large. Adds findings that the merge introduced.
 */
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

/** Adds findings that a merge introduced. A trivial result equals one side, so nothing was introduced. */
export async function checked<Merge extends ContractMerge>(
  merged: Merge,
  check: CheckAs,
): Promise<Merge> {
  if (merged.outcome !== 'clean' || merged.method === 'trivial') return merged;
  const [found] = await checkWithin([{ ...check, bytes: merged.bytes }]);
  return { ...merged, findings: [...merged.findings, ...(found?.introduced ?? [])] };
}

/** Rules that every contract must pass, whatever its policy. */
const UNREADABLE = new Set(['contract.syntax', 'contract.duplicateKey']);

/** Whether the findings require a person's review, as at the gate of a sync point. */
export function isStopped(policy: Policy, findings: readonly ContractFinding[]): boolean {
  return findings.some(({ rule, severity }) => {
    if (rule.startsWith('merge.') || severity !== 'error') return false;
    return policy === 'critical' || UNREADABLE.has(rule);
  });
}
