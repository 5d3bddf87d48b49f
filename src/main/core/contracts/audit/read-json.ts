import { type Node, type ParseError, parseTree, visit } from 'jsonc-parser';
import type { Read } from './read.ts';
import { type ListValue, type MapValue, mapOf, type Value } from './value.ts';

const LENIENT = { disallowComments: false, allowTrailingComma: true } as const;
/** Whole numbers that are written in other ways too. */
const WHOLE = /^-?\d+$/;

/** Digits of a number, or of its exponent, that a program's own numbers may not hold. */
const LONG_NUMBER = /\d{16}|[eE][+-]?\d{3}/;
const KEY = /"(?:[^"\\]|\\.)*"\s*:/g;

/**
 * What texts of strict JSON say, read in a fraction of the time. Null unless each of them is such a text, without long
 * numbers and without a key twice.
 */
export function readPlainJson(texts: readonly string[]): readonly Read[] | null {
  const reads: Read[] = [];
  for (const text of texts) {
    if (text.trim() === '') reads.push({ documents: [], comments: [] });
    else {
      const value = LONG_NUMBER.test(text) ? null : plainOf(text);
      if (!value) return null;
      reads.push({ documents: [value], comments: [] });
    }
  }
  return reads;
}

function plainOf(text: string): Value | null {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    if (value === null || typeof value !== 'object') return null;
    // Of a key that stands twice, only the last one was read.
    return (text.match(KEY)?.length ?? 0) === keysIn(value) ? plainValue(value) : null;
  } catch {
    return null;
  }
}

function keysIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const parts = Object.values(value);
  const own = Array.isArray(value) ? 0 : parts.length;
  return parts.reduce((sum: number, part) => sum + keysIn(part), own);
}

function plainValue(value: unknown): Value {
  if (Array.isArray(value)) return new PlainList(value);
  if (value !== null && typeof value === 'object') return new PlainMap(value);
  return { kind: 'scalar', id: `${value === null ? 'null' : typeof value} ${value}` };
}

/** Looked into where it differs, and not before: most of a contract is the same in all versions. */
class PlainMap implements MapValue {
  readonly kind = 'map';
  readonly twice: readonly string[] = [];
  readonly #value: object;
  #known: ReadonlyMap<string, Value> | null = null;
  #text: string | null = null;

  constructor(value: object) {
    this.#value = value;
  }

  get entries(): ReadonlyMap<string, Value> {
    const pairs = () => Object.entries(this.#value);
    this.#known ??= new Map(pairs().map(([key, inner]) => [`string ${key}`, plainValue(inner)]));
    return this.#known;
  }

  get json(): string {
    this.#text ??= JSON.stringify(this.#value);
    return this.#text;
  }
}

class PlainList implements ListValue {
  readonly kind = 'list';
  readonly #value: readonly unknown[];
  #known: readonly Value[] | null = null;
  #text: string | null = null;

  constructor(value: readonly unknown[]) {
    this.#value = value;
  }

  get items(): readonly Value[] {
    this.#known ??= this.#value.map(plainValue);
    return this.#known;
  }

  get json(): string {
    this.#text ??= JSON.stringify(this.#value);
    return this.#text;
  }
}

/** What a JSON text says, comments and commas at the end allowed. Null where it is none. */
export function readJson(text: string): Read | null {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (!/^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*[[{]/.test(source)) return null;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, LENIENT);
  if (!tree || errors.length > 0) return null;
  return { documents: [readNode(tree, source)], comments: commentsIn(source) };
}

function readNode(node: Node, source: string): Value {
  const children = node.children ?? [];
  if (node.type === 'array')
    return { kind: 'list', items: children.map((child) => readNode(child, source)) };
  if (node.type === 'object')
    return mapOf(
      children.flatMap(({ children: [key, value] = [] }) =>
        key && value ? [[`string ${key.value}`, readNode(value, source)] as const] : [],
      ),
    );
  const written = source.slice(node.offset, node.offset + node.length);
  const isNumber = node.type === 'number';
  const id = isNumber
    ? WHOLE.test(written)
      ? `bigint ${BigInt(written)}`
      : `number ${written}`
    : `${node.type} ${node.value}`;
  return { kind: 'scalar', id };
}

function commentsIn(source: string): readonly string[] {
  if (!source.includes('//') && !source.includes('/*')) return [];
  const found: string[] = [];
  const onComment = (offset: number, length: number) => {
    // One of several lines stands at another depth in another text.
    found.push(
      source
        .slice(offset, offset + length)
        .replace(/\s+/g, ' ')
        .trim(),
    );
  };
  visit(source, { onComment }, LENIENT);
  return found;
}
