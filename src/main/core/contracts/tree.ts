import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Chunk, type Common, chunksOf } from './chunks.ts';
import { type Documents, documentsOf } from './documents.ts';
import { checkKeys, printOf, printOfMap } from './prints.ts';
import { splitValue } from './split-value.ts';
import type { MapTree, ScalarTree, Slot, Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';
import { visit } from './work-limit.ts';

/** Maximum nesting depth: far beyond any contract, and far below a stack overflow. */
export const DEEPEST = 200;

/** Characters of an entry that takes noticeable time to parse. */
const LARGE = 20_000;

export interface Parsed {
  readonly text: string;
  /** Null for a text without content. */
  readonly root: Tree | null;
  /** The text without the parts that were not parsed. */
  readonly rest: string;
}

/** Parses one YAML 1.2 document with source offsets. Throws NotStructural if only a line merge can handle it. */
export function parseYaml(text: string): Parsed {
  const { document, contents } = onlyDocument(text);
  if (!document || !contents) return { text, root: null, rest: text };
  return { text, root: new TreeReader(text, document, 0).read(contents, 0), rest: text };
}

/**
 * Like `parseYaml`, but does not parse entries that all versions share. Throws NotStructural also if the text cannot be
 * cut.
 */
export function parseChanged(text: string, common: Common): Parsed {
  const chunks = chunksOf(text);
  if (!chunks) throw new NotStructural('It cannot be split into entries.');
  const reader = new ChunkReader(text, common);
  const root = reader.readMap(chunks, '');
  return { text, root, rest: reader.rest() };
}

/** Builds the tree of a text that was cut into entries. */
class ChunkReader {
  readonly #text: string;
  readonly #common: Common;
  readonly #left: (readonly [number, number])[] = [];

  constructor(text: string, common: Common) {
    this.#text = text;
    this.#common = common;
  }

  readMap(chunks: readonly Chunk[], path: string): MapTree {
    const slots = chunks.map((chunk) => this.#readSlot(chunk, path));
    const [first, last] = [slots[0], slots.at(-1)];
    if (!first || !last) throw new NotStructural('It has no entries.');
    checkKeys(slots);
    const end = last.value.end;
    const range = [first.start, end] as const;
    return { kind: 'map', slots, range, end, flow: false, alias: null, print: printOfMap(slots) };
  }

  /** The text without the entries that were not parsed. */
  rest(): string {
    let [rest, at] = ['', 0];
    for (const [from, to] of this.#left) {
      rest += this.#text.slice(at, from);
      at = to;
    }
    return rest + this.#text.slice(at);
  }

  #readSlot(chunk: Chunk, path: string): Slot {
    const here = `${path}\n${chunk.key}`;
    const known = this.#common.numberOf(path, chunk);
    if (known !== null) return this.#unread(chunk, known);
    const inner = chunk.inner();
    if (inner) {
      const value = this.readMap(inner, here);
      return { ...keyOf(chunk.key), ...keyPlace(chunk), value };
    }
    const from = chunk.start - chunk.indent;
    const source = this.#text.slice(from, chunk.end);
    // If most of the text is one entry, parse the whole instead: the check needs that anyway, and reuses it.
    if (source.length > LARGE && source.length * 2 > this.#text.length)
      throw new NotStructural('One entry makes up most of it.');
    const { contents, document } = onlyDocument(source);
    if (!contents || !document) throw new NotStructural('One of its entries is empty.');
    const tree = new TreeReader(this.#text, document, from).read(contents, 0);
    const [slot] = tree.kind === 'map' ? tree.slots : [];
    if (tree.kind !== 'map' || !slot || tree.slots.length > 1)
      throw new NotStructural('It was split in the middle of an entry.');
    return slot;
  }

  #unread(chunk: Chunk, number: number): Slot {
    this.#left.push([chunk.start - chunk.indent, chunk.end]);
    const end = chunk.start + chunk.source.trimEnd().length;
    const range = [chunk.start + chunk.key.length + 1, end] as const;
    const print = `unread ${number}`;
    const value = { id: print, shown: '', block: false, range, end, print, alias: null } as const;
    return { ...keyOf(chunk.key), ...keyPlace(chunk), value: { kind: 'scalar', ...value } };
  }
}

function keyPlace({ start, key }: Chunk): Pick<Slot, 'start' | 'keyEnd'> {
  return { start, keyEnd: start + key.length };
}

/** Label and name of a key from its source; the parser determines the type of `200` or `true`. */
function keyOf(source: string): Pick<Slot, 'label' | 'name'> {
  if (/^[A-Za-z_$/][^:]*$/.test(source) && !/^(?:true|false|null)$/i.test(source))
    return { label: `string ${source}`, name: source };
  const { contents } = onlyDocument(source);
  if (!isScalar(contents)) throw new NotStructural('It contains a key that is not a plain value.');
  const { id, shown } = readScalar(contents, [0, 0]);
  return { label: id, name: shown };
}

/** The single document of a text; no contents if it is empty. */
function onlyDocument(text: string): {
  readonly document: Document.Parsed | null;
  readonly contents: Node | null;
} {
  const { documents, lines } = readDocuments(text);
  if (documents.length > 1) throw new NotStructural('It contains several documents.');
  const [document] = documents;
  if (!document) return { document: null, contents: null };
  const [error] = document.errors;
  // The parser reports its own stack overflow as an error in the text.
  if (error?.message.startsWith('Maximum call stack'))
    throw new NotStructural('It is nested too deeply.');
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new NotStructural(`It cannot be parsed: ${error.message} at line ${line}, column ${col}`);
  }
  if (document.warnings.length > 0 || document.directives?.yaml.explicit)
    throw new NotStructural('It uses custom tags or directives.');
  const { contents } = document;
  const isEmpty = isScalar(contents) && contents.range?.[0] === contents.range?.[1];
  return { document, contents: isEmpty ? null : contents };
}

function readDocuments(text: string): Documents {
  try {
    return documentsOf(text);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new NotStructural('It is nested too deeply.');
    throw thrown;
  }
}

class TreeReader {
  readonly #text: string;
  readonly #document: Document.Parsed;
  /** Offset of the document in the text. */
  readonly #offset: number;
  readonly #read_ = new Map<Node, Tree>();

  constructor(text: string, document: Document.Parsed, offset: number) {
    this.#text = text;
    this.#document = document;
    this.#offset = offset;
  }

  read(node: Node, depth: number): Tree {
    if (depth > DEEPEST) throw new NotStructural('It is nested too deeply.');
    visit();
    if (isAlias(node)) return this.#readAlias(node);
    if (node.tag !== undefined && !isMap(node) && !isSeq(node))
      throw new NotStructural('It uses explicit tags.');
    const tree = this.#readContent(node, depth);
    this.#read_.set(node, tree);
    return tree;
  }

  #readContent(node: Node, depth: number): Tree {
    if (isMap(node)) return this.#readMap(node, depth);
    if (isSeq(node)) return this.#readSeq(node, depth);
    if (isScalar(node)) return readScalar(node, this.#rangeOf(node));
    throw new NotStructural('It contains something other than maps, lists and values.');
  }

  #readAlias(node: Alias): Tree {
    const target = node.resolve(this.#document);
    const known = target && this.#read_.get(target);
    if (!known)
      throw new NotStructural(`The alias *${node.source} has no complete anchor above it.`);
    const range = this.#rangeOf(node);
    return { ...known, range, end: range[1], alias: node.source };
  }

  #readMap(node: YAMLMap, depth: number): Tree {
    const split = splitValue(node);
    if (split)
      throw new NotStructural(`${split} is split at a comma inside {} or []: put it in quotes.`);
    const slots = node.items.map((pair) => this.#readPair(pair as Pair<Node, Node | null>, depth));
    checkKeys(slots);
    return { kind: 'map', slots, ...this.#collection(node, slots), print: printOfMap(slots) };
  }

  #readPair({ key, value }: Pair<Node, Node | null>, depth: number): Slot {
    if (!isScalar(key)) throw new NotStructural('It contains a key that is not a plain value.');
    if (key.tag !== undefined) throw new NotStructural('It uses explicit tags.');
    if (key.value === '<<' && key.type === Scalar.PLAIN)
      throw new NotStructural('It uses merge keys (<<).');
    const { id, shown, range } = readScalar(key, this.#rangeOf(key));
    const end: readonly [number, number] = [range[1], range[1]];
    const tree = value ? this.read(value, depth + 1) : readScalar(new Scalar(null), end);
    return { label: id, name: shown, start: range[0], keyEnd: range[1], value: tree };
  }

  #readSeq(node: YAMLSeq, depth: number): Tree {
    const split = splitValue(node);
    if (split)
      throw new NotStructural(`${split} is split at a comma inside {} or []: put it in quotes.`);
    const slots = node.items.map((item): Slot => {
      const value = this.read(item as Node, depth + 1);
      const start = node.flow ? -1 : this.#dashOf(value);
      return { label: '', name: '', start, keyEnd: -1, value };
    });
    const parts = slots.map((slot) => slot.value.print);
    return { kind: 'seq', slots, ...this.#collection(node, slots), print: printOf('seq', parts) };
  }

  #collection(node: YAMLMap | YAMLSeq, slots: readonly Slot[]) {
    if (
      node.tag !== undefined &&
      this.#text.slice(0, this.#rangeOf(node)[0]).trimEnd().endsWith(node.tag)
    )
      throw new NotStructural('It uses explicit tags.');
    const range = this.#rangeOf(node);
    const end = node.flow ? range[1] : (slots.at(-1)?.value.end ?? range[1]);
    return { range, end, flow: node.flow === true, alias: null };
  }

  #dashOf(value: Tree): number {
    let at = value.range[0] - 1;
    while (this.#text[at] === ' ') at -= 1;
    return this.#text[at] === '-' ? at : -1;
  }

  #rangeOf(node: Node): readonly [number, number] {
    if (!node.range) throw new NotStructural('The parser gave no position for a part of it.');
    return [node.range[0] + this.#offset, node.range[1] + this.#offset];
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
    print: printOf('scalar', [id]),
    alias: null,
  };
}
