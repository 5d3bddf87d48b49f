import type { Met } from './flow-kept.ts';
import type { Parents } from './list-identity.ts';
import type { Collection, Slot, Tree } from './tree-shape.ts';
import type { ContractConflict, ContractDecision } from './types.ts';

/**
 * The merged value. `lines`: what both sides changed and only a merge of lines can put together: a text of several
 * lines, or a list by order; `free`: what a person wrote.
 */
export type Merged =
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Merged> }
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly items: ReadonlyMap<string, Merged>;
      /** What its items are known by, in order; null where order means nothing. */
      readonly order: readonly string[] | null;
    }
  | { readonly kind: 'sequence'; readonly items: readonly Merged[] }
  | { readonly kind: 'lines'; readonly isText: boolean }
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
  /** All that a collection has in the end, in an order that is not that of ours. */
  | {
      readonly kind: 'order';
      readonly into: Collection;
      readonly from: Collection;
      readonly entries: readonly { readonly ours?: Slot; readonly theirs?: Slot }[];
    }
  /** All versions have a collection in `{}` or `[]`, between the entries of which there are comments. */
  | { readonly kind: 'kept'; readonly met: Met }
  /** Only theirs changed the comments of an entry. */
  | { readonly kind: 'comments'; readonly at: Spot }
  /** Gives an entry of ours the key that it has in theirs. */
  | { readonly kind: 'rename'; readonly ours: Slot; readonly theirs: Slot };

/** One entry in all versions, with the collections that hold it. */
export interface Spot {
  readonly base: Slot | undefined;
  readonly ours: Slot;
  readonly theirs: Slot;
  readonly parents: Parents;
}

export interface Combined {
  readonly merged: Merged;
  readonly changes: readonly Change[];
  readonly conflicts: readonly ContractConflict[];
  /** All of the conflicts are none if a merge of lines is clean and right. */
  readonly isByLines: boolean;
  readonly decisions: readonly ContractDecision[];
  /** Paths at which a person's choice decided, and others at which that shows. */
  readonly chosen: readonly string[];
}
