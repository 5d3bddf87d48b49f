/** A parsed value to compare, without positions or style. */
export type Value = ScalarValue | MapValue | ListValue;

export interface ScalarValue {
  readonly kind: 'scalar';
  /** Type and value, such as "string a"; fractional numbers as written. */
  readonly id: string;
}

export interface MapValue {
  readonly kind: 'map';
  /** Keyed by type and value of the key. */
  readonly entries: ReadonlyMap<string, Value>;
  /** Keys that occur more than once, or that differ only in type. */
  readonly twice: readonly string[];
  print?: string;
  /** JSON text of a value that was parsed from JSON. */
  readonly json?: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  print?: string;
  /** JSON text of a value that was parsed from JSON. */
  readonly json?: string;
}

/** Longer prints are replaced by a number, so that prints of nested values stay short. */
const LONGEST_PRINT = 40;
/** Number of each long print in the current check; equal prints have the same number. */
const numbers = new Map<string, number>();

/** Runs a check with its own numbers for long prints; prints of different checks must not be compared. */
export function numbering<Result>(work: () => Result): Result {
  numbers.clear();
  try {
    return work();
  } finally {
    numbers.clear();
  }
}

/** Prints a value; equal values have equal prints, whatever the order of their keys. */
export function print(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value.kind === 'scalar') return value.id;
  value.print ??= short(value.kind === 'map' ? printMap(value) : printList(value));
  return value.print;
}

export function isEqual(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (!one || !other || one.kind !== other.kind) return false;
  if (one.kind === 'scalar' || other.kind === 'scalar') return print(one) === print(other);
  if (one.json === undefined || other.json === undefined) return print(one) === print(other);
  // Equal JSON texts are equal values; different texts may differ only in the order of keys.
  return one.json === other.json || hasEqualParts(one, other);
}

function hasEqualParts(one: MapValue | ListValue, other: MapValue | ListValue): boolean {
  if (one.kind === 'list')
    return (
      other.kind === 'list' &&
      one.items.length === other.items.length &&
      one.items.every((item, index) => isEqual(item, other.items[index]))
    );
  return (
    other.kind === 'map' &&
    one.entries.size === other.entries.size &&
    [...one.entries].every(([key, value]) => isEqual(value, other.entries.get(key)))
  );
}

function printMap({ entries }: MapValue): string {
  const parts = [...entries].map(([key, value]) => measured(key) + measured(print(value)));
  return `{${parts.sort().join('')}}`;
}

function printList({ items }: ListValue): string {
  return `[${items.map((item) => measured(print(item))).join('')}]`;
}

/** Prefixes a part with its length, so that joined parts are unambiguous. */
function measured(part: string): string {
  return `${part.length}:${part}`;
}

function short(text: string): string {
  if (text.length <= LONGEST_PRINT) return text;
  const known = numbers.get(text) ?? numbers.size;
  numbers.set(text, known);
  return `#${known}`;
}

/** Removes the type from the id of a key or plain value. */
export function shown(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

/** Builds a map and records its duplicate keys. */
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
