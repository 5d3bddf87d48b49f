import { createHash } from 'node:crypto';

/** What a text says, for comparing: no places, no style. */
export type Value = ScalarValue | MapValue | ListValue;

export interface ScalarValue {
  readonly kind: 'scalar';
  /** Type and value; numbers with a fraction as they are written. */
  readonly id: string;
}

export interface MapValue {
  readonly kind: 'map';
  /** By type and value of the key. */
  readonly entries: ReadonlyMap<string, Value>;
  /** Keys that stand there more than once, or differ in nothing but their type. */
  readonly twice: readonly string[];
  print?: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  print?: string;
}

/** Longer ones are hashed, so that values of values stay short. */
const LONGEST_PRINT = 120;

/** Equal for equal values; the order of keys means nothing. */
export function print(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value.kind === 'scalar') return value.id;
  value.print ??= short(value.kind === 'map' ? printMap(value) : printList(value));
  return value.print;
}

export function isEqual(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || print(one) === print(other);
}

function printMap({ entries }: MapValue): string {
  const parts = [...entries].map(([key, value]) => JSON.stringify([key, print(value)]));
  return `{${parts.sort().join()}}`;
}

function printList({ items }: ListValue): string {
  return `[${items.map((item) => JSON.stringify(print(item))).join()}]`;
}

function short(text: string): string {
  if (text.length <= LONGEST_PRINT) return text;
  return `#${createHash('sha1').update(text).digest('base64')}`;
}

/** A key or plain value without the type in front of it. */
export function shown(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

/** A map, with what is wrong with its keys. */
export function mapOf(entries: Iterable<readonly [string, Value]>): MapValue {
  const map = new Map<string, Value>();
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const [key, value] of entries) {
    if (seen.has(shown(key))) twice.push(shown(key));
    seen.add(shown(key));
    map.set(key, value);
  }
  return { kind: 'map', entries: map, twice };
}
