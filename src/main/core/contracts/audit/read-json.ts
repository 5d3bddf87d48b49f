import { type Node, type ParseError, parseTree, visit } from 'jsonc-parser';
import type { Read } from './read.ts';
import { type ListValue, type MapValue, mapOf, type Value } from './value.ts';

const LENIENT = { disallowComments: false, allowTrailingComma: true } as const;
/** Integers, which can also be written in other ways. */
const WHOLE = /^-?\d+$/;

/** Digits of a number or exponent that a JavaScript number may not represent exactly. */
const LONG_NUMBER = /\d{16}|[eE][+-]?\d{3}/;
const KEY = /"(?:[^"\\]|\\.)*"\s*:/g;

/**
 * Parses strict JSON texts with `JSON.parse`, which is much faster. Null unless every text is strict JSON without long
 * numbers and duplicate keys.
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
    // `JSON.parse` keeps only the last of several equal keys, so the counts differ.
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

/** Converts its entries only on access: most of a contract is equal in all versions. */
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

/** Parses JSON, allowing comments and trailing commas. Null if it is not JSON. */
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
    // The lines of a block comment may be indented differently in another text.
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
