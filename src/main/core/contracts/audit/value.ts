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
  /** As JSON, for values that were read of it. */
  readonly json?: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  print?: string;
  /** As JSON, for values that were read of it. */
  readonly json?: string;
}

/** Longer ones are numbered, so that values of values stay short. */
const LONGEST_PRINT = 40;
/** Numbers of the long prints of one check: equal prints have one number. */
const numbers = new Map<string, number>();

/** Does a check; what it prints is comparable with nothing outside it. */
export function numbering<Result>(work: () => Result): Result {
  numbers.clear();
  try {
    return work();
  } finally {
    numbers.clear();
  }
}

/** Equal for equal values; the order of keys means nothing. */
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
  // The same text says the same; another one may, with its keys in another order.
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

/** With its length in front, so that two parts together are no other two. */
function measured(part: string): string {
  return `${part.length}:${part}`;
}

function short(text: string): string {
  if (text.length <= LONGEST_PRINT) return text;
  const known = numbers.get(text) ?? numbers.size;
  numbers.set(text, known);
  return `#${known}`;
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
