import type { Collection, Slot, Tree } from './tree.ts';
import type { ContractConflict, ContractDecision } from './types.ts';

/**
 * The merged value. `lines`: a text of several lines that both sides changed, which only a merge of lines can know;
 * `free`: what a person wrote.
 */
export type Merged =
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Merged> }
  | { readonly kind: 'list'; readonly key: string; readonly items: ReadonlyMap<string, Merged> }
  | { readonly kind: 'sequence'; readonly items: readonly Tree[] }
  | { readonly kind: 'lines' }
  | { readonly kind: 'free' };

/** What has to be done to ours, so that it holds the changes that only theirs made. */
export type Change =
  | { readonly kind: 'replace'; readonly at: Spot | null }
  /** By source of another version or of a person. */
  | { readonly kind: 'rewrite'; readonly at: Spot; readonly text: string; readonly column: number }
  | {
      readonly kind: 'insert';
      readonly into: Collection;
      readonly from: Collection;
      readonly slot: Slot;
      /** The entry of ours that it follows, null for the beginning; undefined where its neighbours tell. */
      readonly after?: Slot | null;
    }
  | { readonly kind: 'delete'; readonly from: Collection; readonly slot: Slot }
  /** Gives an entry of ours the key that it has in theirs. */
  | { readonly kind: 'rename'; readonly ours: Slot; readonly theirs: Slot };

/** One entry in all versions, with the collection that holds it in ours. */
export interface Spot {
  readonly base: Slot | undefined;
  readonly ours: Slot;
  readonly theirs: Slot;
  readonly parent: Collection;
}

export interface Combined {
  readonly merged: Merged;
  readonly changes: readonly Change[];
  readonly conflicts: readonly ContractConflict[];
  /** Conflicts that are none if a merge of lines is clean. */
  readonly lineConflicts: readonly ContractConflict[];
  /** Paths whose entries theirs put into another order. */
  readonly reordered: readonly string[];
  readonly decisions: readonly ContractDecision[];
}
