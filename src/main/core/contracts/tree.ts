import { createHash } from 'node:crypto';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { NotStructural } from './types.ts';

/** Far beyond any contract, and far from the end of the stack. */
const DEEPEST = 200;

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
  readonly value: Tree;
}

export interface Parsed {
  readonly text: string;
  /** Null for a text without content. */
  readonly root: Tree | null;
}

/** Reads one YAML 1.2 or JSON document with source offsets. Throws NotStructural for what only text can merge. */
export function parseContract(text: string): Parsed {
  const documents = readDocuments(text);
  if (documents.length > 1) throw new NotStructural('It holds several documents.');
  const [document] = documents;
  if (!document) return { text, root: null };
  const [error] = document.errors;
  // The parser reports the end of its stack as an error of the text.
  if (error?.message.startsWith('Maximum call stack'))
    throw new NotStructural('It is nested too deeply.');
  if (error) throw new NotStructural(`It cannot be parsed: ${error.message.split('\n')[0]}`);
  if (document.warnings.length > 0 || document.directives?.yaml.explicit)
    throw new NotStructural('It uses tags or directives of its own.');
  const { contents } = document;
  if (!contents || (isScalar(contents) && contents.range?.[0] === contents.range?.[1]))
    return { text, root: null };
  return { text, root: new TreeReader(text, document).read(contents, 0) };
}

function readDocuments(text: string): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      uniqueKeys: false,
      intAsBigInt: true,
      logLevel: 'silent',
      prettyErrors: true,
    });
    return Array.isArray(documents) ? documents : [];
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new NotStructural('It is nested too deeply.');
    throw thrown;
  }
}

class TreeReader {
  private readonly text: string;
  private readonly document: Document.Parsed;
  private readonly read_ = new Map<Node, Tree>();

  constructor(text: string, document: Document.Parsed) {
    this.text = text;
    this.document = document;
  }

  read(node: Node, depth: number): Tree {
    if (depth > DEEPEST) throw new NotStructural('It is nested too deeply.');
    if (isAlias(node)) return this.readAlias(node);
    if (node.tag !== undefined && !isMap(node) && !isSeq(node))
      throw new NotStructural('It uses explicit tags.');
    const tree = this.readContent(node, depth);
    this.read_.set(node, tree);
    return tree;
  }

  private readContent(node: Node, depth: number): Tree {
    if (isMap(node)) return this.readMap(node, depth);
    if (isSeq(node)) return this.readSeq(node, depth);
    if (isScalar(node)) return readScalar(node, rangeOf(node));
    throw new NotStructural('It holds something that is no map, list or value.');
  }

  private readAlias(node: Alias): Tree {
    const target = node.resolve(this.document);
    const known = target && this.read_.get(target);
    if (!known)
      throw new NotStructural(`The alias *${node.source} has no complete anchor above it.`);
    const range = rangeOf(node);
    return { ...known, range, end: range[1], alias: node.source };
  }

  private readMap(node: YAMLMap, depth: number): Tree {
    const slots = node.items.map((pair) => this.readPair(pair as Pair<Node, Node | null>, depth));
    if (new Set(slots.map((slot) => slot.label)).size < slots.length)
      throw new NotStructural('It holds a key twice.');
    const parts = slots.map((slot) => `${slot.label}\n${slot.value.print}`).sort();
    return { kind: 'map', slots, ...this.collection(node, slots), print: digest('map', parts) };
  }

  private readPair({ key, value }: Pair<Node, Node | null>, depth: number): Slot {
    if (!isScalar(key)) throw new NotStructural('It holds a key that is no plain value.');
    if (key.tag !== undefined) throw new NotStructural('It uses explicit tags.');
    if (key.value === '<<' && key.type === Scalar.PLAIN)
      throw new NotStructural('It uses merge keys (<<).');
    const { id, shown, range } = readScalar(key, rangeOf(key));
    const end: readonly [number, number] = [range[1], range[1]];
    const tree = value ? this.read(value, depth + 1) : readScalar(new Scalar(null), end);
    return { label: id, name: shown, start: range[0], value: tree };
  }

  private readSeq(node: YAMLSeq, depth: number): Tree {
    const slots = node.items.map((item): Slot => {
      const value = this.read(item as Node, depth + 1);
      return { label: '', name: '', start: node.flow ? -1 : this.dashOf(value), value };
    });
    const parts = slots.map((slot) => slot.value.print);
    return { kind: 'seq', slots, ...this.collection(node, slots), print: digest('seq', parts) };
  }

  private collection(node: YAMLMap | YAMLSeq, slots: readonly Slot[]) {
    if (node.tag !== undefined && this.text.slice(0, rangeOf(node)[0]).trimEnd().endsWith(node.tag))
      throw new NotStructural('It uses explicit tags.');
    const range = rangeOf(node);
    const end = node.flow ? range[1] : (slots.at(-1)?.value.end ?? range[1]);
    return { range, end, flow: node.flow === true, alias: null };
  }

  private dashOf(value: Tree): number {
    let at = value.range[0] - 1;
    while (this.text[at] === ' ') at -= 1;
    return this.text[at] === '-' ? at : -1;
  }
}

function readScalar(node: Scalar, range: readonly [number, number]): ScalarTree {
  const { value, source } = node;
  const id =
    typeof value === 'number'
      ? `number ${source}`
      : `${value === null ? 'null' : typeof value} ${value}`;
  const block = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  const shown = String(value);
  return {
    kind: 'scalar',
    id,
    shown,
    block,
    range,
    end: range[1],
    print: digest('scalar', [id]),
    alias: null,
  };
}

function rangeOf(node: Node): readonly [number, number] {
  if (!node.range) throw new NotStructural('A part of it has no place in the text.');
  return [node.range[0], node.range[1]];
}

function digest(kind: string, parts: readonly string[]): string {
  return createHash('sha1')
    .update(JSON.stringify([kind, parts]))
    .digest('base64');
}
