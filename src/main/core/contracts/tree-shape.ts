interface Place {
  /** Start and end offsets of the value's source. */
  readonly range: readonly [number, number];
  /** Offset after its last content; a block's trailing comments are excluded. */
  readonly end: number;
  /** Digest of the value: equal values have equal prints, whatever their style and the order of their keys. */
  readonly print: string;
  readonly alias: string | null;
}

export interface ScalarTree extends Place {
  readonly kind: 'scalar';
  /** Type and value; integers are exact, other numbers as written. */
  readonly id: string;
  readonly shown: string;
  /** Whether it is a block scalar (`|` or `>`). */
  readonly block: boolean;
}

export interface MapTree extends Place {
  readonly kind: 'map';
  readonly slots: readonly Slot[];
  readonly flow: boolean;
}

export interface SeqTree extends Place {
  readonly kind: 'seq';
  readonly slots: readonly Slot[];
  readonly flow: boolean;
}

export type Tree = ScalarTree | MapTree | SeqTree;
export type Collection = MapTree | SeqTree;

/** An entry of a map or an item of a list. */
export interface Slot {
  /** The key's type and value; empty in a list, whose items are identified by comparing. */
  readonly label: string;
  readonly name: string;
  /** Offset of the key or dash; -1 if the item has none on its line. */
  readonly start: number;
  /** Offset after the key; -1 in a list. */
  readonly keyEnd: number;
  readonly value: Tree;
}
