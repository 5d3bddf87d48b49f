import { isAbsolute } from 'node:path';
import { readConfig } from '../../../core/config/config.ts';
import { ruleOfContract } from '../../../core/contracts/contract-rules.ts';
import { isStopped } from '../../../core/contracts/merge-checked.ts';
import { type Head, type ManyMerge, mergeContracts } from '../../../core/contracts/merge-many.ts';
import type { MarkerOptions, Policy } from '../../../core/contracts/types.ts';
import type { Answer } from '../../output.ts';

interface Versions {
  readonly base: Uint8Array | null;
  readonly heads: readonly Head[];
}

interface MergeAs {
  /** The project folder, for its configuration. */
  readonly folder: string;
  readonly path: string;
  readonly markers: MarkerOptions;
  /** Overrides the policy of the file. */
  readonly policy?: Policy | undefined;
}

export interface FileMerge {
  readonly merged: ManyMerge;
  readonly policy: Policy;
  /** It merged cleanly but introduces errors that a person must check first. */
  readonly isHeld: boolean;
  /** 1 for a conflict, or when the rules require a person to check. */
  readonly answer: Answer;
}

/** Merges a contract with the same rules, defaults and checks as a sync point. */
export async function mergeFiles(
  { base, heads }: Versions,
  { folder, path, markers, policy }: MergeAs,
): Promise<FileMerge> {
  const rule = ruleOfContract(await readConfig(folder), path);
  const { topic, consumers, comments, identity, sets = [] } = rule;
  const rules = { policy: policy ?? rule.policy, identity, sets, markers };
  const check = { path, topic, consumers, comments };
  const merged = await mergeContracts(base, heads, { rules, check });
  const isClean = merged.outcome === 'clean';
  const isHeld = isClean && isStopped(rules.policy, merged.findings);
  return { merged, policy: rules.policy, isHeld, answer: isClean && !isHeld ? 0 : 1 };
}

/**
 * The name of a file within its repository, as far as it can be known: folders outside it say nothing about a contract.
 */
export function nameInside(file: string): string {
  const isOutside = isAbsolute(file) || /^\.\.?[\\/]/.test(file);
  return isOutside ? file.replace(/^.*[\\/]/, '') : file;
}
