import type { Met } from './flow-kept.ts';
import type { Parents } from './list-identity.ts';
import type { Collection, Slot, Tree } from './tree-shape.ts';
import type { ContractConflict, ContractDecision } from './types.ts';

/**
 * A merged value. `lines`: both sides changed it and only the line merge can combine it (a multi-line text, or a list
 * without identity). `free`: written by a person.
 */
export type Merged =
  | { readonly kind: 'tree'; readonly tree: Tree }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Merged> }
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly items: ReadonlyMap<string, Merged>;
      /** Labels of the items in order; null if order has no meaning. */
      readonly order: readonly string[] | null;
    }
  | { readonly kind: 'sequence'; readonly items: readonly Merged[] }
  | { readonly kind: 'lines'; readonly isText: boolean }
  | { readonly kind: 'free' };

/** A change to apply to ours, so that it contains the changes of theirs. */
export type Change =
  | { readonly kind: 'replace'; readonly at: Spot | null }
  /** Replaces the value by text from another version or from a person. */
  | { readonly kind: 'rewrite'; readonly at: Spot; readonly text: string; readonly column: number }
  | {
      readonly kind: 'insert';
      readonly into: Collection;
      readonly from: Collection;
      readonly slot: Slot;
      /** The entry of ours that it follows, null for the beginning; undefined to derive it from its neighbours. */
      readonly after?: Slot | null;
    }
  | { readonly kind: 'delete'; readonly from: Collection; readonly slot: Slot }
  /** The final entries of a collection, in an order that differs from ours. */
  | {
      readonly kind: 'order';
      readonly into: Collection;
      readonly from: Collection;
      readonly entries: readonly { readonly ours?: Slot; readonly theirs?: Slot }[];
    }
  /** A flow collection (`{}` or `[]`) that all versions have, with comments between its entries. */
  | { readonly kind: 'kept'; readonly met: Met }
  /** Only theirs changed the comments of an entry. */
  | { readonly kind: 'comments'; readonly at: Spot }
  /** Gives an entry of ours the key that it has in theirs. */
  | { readonly kind: 'rename'; readonly ours: Slot; readonly theirs: Slot };

/** An entry of ours and theirs (and of the base if it exists there), with the collections that contain it. */
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
  /** Whether all conflicts are void if the line merge is clean and correct. */
  readonly isByLines: boolean;
  readonly decisions: readonly ContractDecision[];
  /** Paths at which a person's choice was applied, and other paths that it affects. */
  readonly chosen: readonly string[];
}
