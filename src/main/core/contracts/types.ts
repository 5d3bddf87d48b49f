import type {
  ContractChoice,
  ContractConflict,
  ContractFinding,
} from '../../../shared/contract/contracts.ts';

export type { ContractChoice, ContractConflict, ContractFinding };

/** The three versions of a contract as bytes; null if a version has no such file. */
export interface Sides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array | null;
  readonly theirs: Uint8Array | null;
}

export type ConflictKind = ContractConflict['kind'];

/** How strictly a contract is merged. */
export type Policy = 'additive' | 'review' | 'critical' | 'text';

/** Identity of list items, in addition to the usual keys. */
export interface IdentityRule {
  /** Dotted path of the list, with `*` for one part; null for every list. */
  readonly path: string | null;
  /** A key, or several combined by `+`; `|` separates alternatives. */
  readonly key: string;
}

/** How to mark conflicts in a text, as git does. */
export interface MarkerOptions {
  /** Labels after the markers. */
  readonly labels: { readonly ours: string; readonly base: string; readonly theirs: string };
  /**
   * git's `merge.conflictStyle`: `diff3` also shows the base; `zdiff3` does too, without lines that both sides share.
   */
  readonly style: 'merge' | 'diff3' | 'zdiff3';
  /** Length of a marker in characters. */
  readonly size: number;
}

/** How to merge one contract. */
export interface MergeRules {
  readonly policy: Policy;
  readonly identity: readonly IdentityRule[];
  /** Dotted paths, with `*` for one part, of lists of plain values whose order has no meaning. */
  readonly sets?: readonly string[];
  /** Default: labels `ours`, `base`, `theirs`, style `merge`, seven characters. */
  readonly markers?: MarkerOptions | undefined;
}

/** A change of one side (or of both alike) that the merged contract contains. */
export interface ContractDecision {
  readonly path: string;
  /** `order`: a side reordered the entries, and the merged contract has that order. */
  readonly kind: 'added' | 'changed' | 'deleted' | 'renamed' | 'order';
  readonly side: 'ours' | 'theirs' | 'both';
  /** The path before the rename. */
  readonly from?: string;
}

/**
 * Result of merging a contract. `unsupported`: the content is binary, so even a line merge is impossible; `bytes` are
 * ours. On conflict, `bytes` contain conflict markers.
 */
export interface ContractMerge {
  readonly outcome: 'clean' | 'conflict' | 'unsupported';
  readonly method: 'trivial' | 'text' | 'structure' | 'fallback';
  readonly bytes: Uint8Array;
  readonly conflicts: readonly ContractConflict[];
  /** Empty if no structural merge was attempted. */
  readonly decisions: readonly ContractDecision[];
  readonly findings: readonly ContractFinding[];
}

/** A person's choices, by path of the conflict. */
export type Choices = ReadonlyMap<string, ContractChoice>;

/** Merges lines. `refused`: the content is not text; `bytes` are ours. */
export type MergeText = (
  sides: {
    readonly base: Uint8Array;
    readonly ours: Uint8Array;
    readonly theirs: Uint8Array;
  },
  markers?: MarkerOptions,
) => Promise<TextMerge>;

export interface TextMerge {
  readonly outcome: 'clean' | 'conflict' | 'refused';
  readonly bytes: Uint8Array;
}

/** Inputs of the pure part of a merge, which uses no processes and no clock. */
export interface StructureInput {
  readonly sides: Sides;
  readonly text: TextMerge;
  readonly rules: MergeRules;
  readonly choices: Choices;
}

/**
 * Thrown if a structural merge is impossible; the message is the reason, for a person. The line merge is used instead.
 */
export class NotStructural extends Error {}

/** Thrown if a job exceeded its steps, time or memory; the line merge is used instead. */
export class OutOfBudget extends Error {}
