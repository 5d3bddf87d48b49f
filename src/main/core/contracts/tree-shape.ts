interface Place {
  /** Offsets into the text: start and end of the value's own source. */
  readonly range: readonly [number, number];
  /** Where its last content ends; a block's trailing comments are outside. */
  readonly end: number;
  /** Digest of the value: equal values have equal prints, whatever their style and the order of their keys. */
  readonly print: string;
  readonly alias: string | null;
}

export interface ScalarTree extends Place {
  readonly kind: 'scalar';
  /** Type and value; whole numbers exact, other numbers as they are written. */
  readonly id: string;
  readonly shown: string;
  /** Written as `|` or `>`. */
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
  /** What it is known by: the key's type and value; empty in a list, where identity is found by comparing. */
  readonly label: string;
  readonly name: string;
  /** Offset of the key, or of the dash; -1 where there is none on the item's own line. */
  readonly start: number;
  /** Offset behind the key; -1 in a list. */
  readonly keyEnd: number;
  readonly value: Tree;
}
