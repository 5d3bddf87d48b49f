import type { Document } from 'yaml';
import { documentsOf } from '../documents.ts';

/** Aliases that one contract may resolve to; far beyond any real one. */
const MOST_ALIASES = 1_000;
/** Values that one contract may hold, each alias counted again: a contract of 2 MB has about half as many. */
const MOST_VALUES = 500_000;
/** As deep as a merge looks. */
const DEEPEST = 200;

export interface Entry {
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

/** A contract's text as plain values; undefined where it cannot be read. */
export function readValues(text: string): unknown {
  try {
    const { documents } = documentsOf(text, { mergesKeys: true });
    const [document] = documents;
    if (!document || documents.length > 1 || document.errors.length > 0) return undefined;
    return plainValue(document);
  } catch {
    // The parser's own stack ends before a very deep text does.
    return undefined;
  }
}

/** A parsed document as plain values; undefined where its aliases stand for too much, for nothing, or for themselves. */
export function plainValue(document: Pick<Document, 'toJS'>): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return isBounded(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Aliases make one value stand in many places, and in itself: what is walked as a tree has to end. */
function isBounded(value: unknown): boolean {
  const waiting: (readonly [unknown, number])[] = [[value, 0]];
  let steps = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth] = next;
    steps += 1;
    if (steps > MOST_VALUES || depth > DEEPEST) return false;
    if (one === null || typeof one !== 'object') continue;
    for (const inner of Object.values(one)) waiting.push([inner, depth + 1]);
  }
  return true;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value at keys, one inside the other; undefined where there is none, or only what every object inherits. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys)
    found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

/** The first of several spellings of a key that a map has. */
export function either(value: unknown, keys: readonly string[]): unknown {
  const key = keys.find((one) => at(value, one) !== undefined);
  return key === undefined ? undefined : at(value, key);
}

/** The path of an entry of a map. */
export function inside(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : null;
}

/** Texts of a list, or of one text. */
export function textsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => textOf(item) ?? []);
}

/**
 * Named things, written as a map by name or as a list of maps with a name; each with its path. What has no name is
 * left out.
 */
export function named(
  value: unknown,
  path: string,
): readonly { readonly name: string; readonly path: string; readonly value: unknown }[] {
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const name = textOf(at(item, 'name'));
      return name === null ? [] : [{ name, path: `${path}[${name}]`, value: item as unknown }];
    });
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([name, item]) => ({
    name,
    path: inside(path, name),
    value: item,
  }));
}

/** The values of a map or a list, each with its path. Items of lists are known by their name, else by position. */
export function entriesOf(value: unknown, path: string): readonly Entry[] {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => {
      const key = textOf(at(item, 'name')) ?? String(index);
      return { path: `${path}[${key}]`, key, value: item };
    });
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([key, item]) => ({
    path: inside(path, key),
    key,
    value: item,
  }));
}

/** Every value inside another, the outer before the inner. What stands below a key that `skip` names is left out. */
export function* walk(value: unknown, path = '', skip?: ReadonlySet<string>): Generator<Entry> {
  for (const entry of entriesOf(value, path)) {
    yield entry;
    if (skip?.has(entry.key) !== true) yield* walk(entry.value, entry.path, skip);
  }
}

/** Keys that hold data as it might be, and no part of the contract. */
export const SAMPLES: ReadonlySet<string> = new Set(['example', 'default', 'const', 'enum']);
