/** One contract in its three versions, as bytes; null where a side has no such file. */
export interface Sides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array | null;
  readonly theirs: Uint8Array | null;
}

export type ConflictKind =
  | 'changed'
  | 'added'
  | 'deleted-by-ours'
  | 'deleted-by-theirs'
  | 'invalid';

/** Both sides did something different at one path. The three texts are source; null where there is nothing. */
export interface ContractConflict {
  /** Dotted, with `[identity]` for list items; empty for the whole file. */
  readonly path: string;
  readonly kind: ConflictKind;
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
}

export interface ContractFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly message: string;
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
  readonly findings: readonly ContractFinding[];
}

/** Merges lines. `refused`: not text; its bytes are ours. */
export type MergeText = (sides: {
  readonly base: Uint8Array;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}) => Promise<{ readonly outcome: 'clean' | 'conflict' | 'refused'; readonly bytes: Uint8Array }>;

/** Structure cannot answer here, for a reason that a person can read; text has to. */
export class NotStructural extends Error {}
