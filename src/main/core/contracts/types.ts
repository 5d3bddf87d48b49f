import type {
  ContractChoice,
  ContractConflict,
  ContractFinding,
} from '../../../shared/contract/contracts.ts';

export type { ContractChoice, ContractConflict, ContractFinding };

/** One contract in its three versions, as bytes; null where a side has no such file. */
export interface Sides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array | null;
  readonly theirs: Uint8Array | null;
}

export type ConflictKind = ContractConflict['kind'];

/** How strict a merge of one contract is. */
export type Policy = 'additive' | 'review' | 'critical' | 'text';

/** What items of lists are known by, beyond the usual keys. */
export interface IdentityRule {
  /** Dotted path of the list with `*` for one part; null for every list. */
  readonly path: string | null;
  /** A key, or several joined by `+`; alternatives are separated by `|`. */
  readonly key: string;
}

/** How places in conflict are marked in a text, as git does. */
export interface MarkerOptions {
  /** What stands behind the markers. */
  readonly labels: { readonly ours: string; readonly base: string; readonly theirs: string };
  /** `merge.conflictStyle`: `diff3` also shows the base, `zdiff3` without what both sides share. */
  readonly style: 'merge' | 'diff3' | 'zdiff3';
  /** Characters of a marker. */
  readonly size: number;
}

/** How one contract is merged. */
export interface MergeRules {
  readonly policy: Policy;
  readonly identity: readonly IdentityRule[];
  /** Dotted paths, with `*` for one part, of lists of plain values whose order means nothing. */
  readonly sets?: readonly string[];
  /** Default: labels `ours`, `base`, `theirs`, style `merge`, seven characters. */
  readonly markers?: MarkerOptions | undefined;
}

/** Something that only one side did (or both alike), and that the merged contract holds. */
export interface ContractDecision {
  readonly path: string;
  /** `order`: one side put its entries into another order; the contract has that of this side. */
  readonly kind: 'added' | 'changed' | 'deleted' | 'renamed' | 'order';
  readonly side: 'ours' | 'theirs' | 'both';
  /** The path before it was renamed. */
  readonly from?: string;
}

/**
 * What a merge of a contract came to. `unsupported`: even a text merge is impossible (binary), and `bytes` are ours.
 * `bytes` of a conflict hold conflict markers.
 */
export interface ContractMerge {
  readonly outcome: 'clean' | 'conflict' | 'unsupported';
  readonly method: 'trivial' | 'text' | 'structure' | 'fallback';
  readonly bytes: Uint8Array;
  readonly conflicts: readonly ContractConflict[];
  /** Empty where structure was not asked. */
  readonly decisions: readonly ContractDecision[];
  readonly findings: readonly ContractFinding[];
}

/** Choices by path of the conflict. */
export type Choices = ReadonlyMap<string, ContractChoice>;

/** Merges lines. `refused`: not text; its bytes are ours. */
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

/** Everything that the part without processes and clocks needs. */
export interface StructureInput {
  readonly sides: Sides;
  readonly text: TextMerge;
  readonly rules: MergeRules;
  readonly choices: Choices;
}

/** Structure cannot answer here, for a reason that a person can read; text has to. */
export class NotStructural extends Error {}

/** Structure took more time or memory than it may; text has to answer. */
export class OutOfBudget extends Error {}
