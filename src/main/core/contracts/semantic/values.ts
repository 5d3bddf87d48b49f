import type { Document } from 'yaml';
import { documentsOf } from '../documents.ts';

/** Maximum number of resolved aliases; far beyond any real contract. */
const MOST_ALIASES = 1_000;
/** Maximum number of values, counting aliases repeatedly; a contract of 2 MB has about half as many. */
const MOST_VALUES = 500_000;
/** Maximum depth, as in a merge. */
const DEEPEST = 200;

export interface Entry {
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

/** A contract's text as plain values; undefined if it cannot be parsed. */
export function readValues(text: string): unknown {
  try {
    const { documents } = documentsOf(text, { mergesKeys: true });
    const [document] = documents;
    if (!document || documents.length > 1 || document.errors.length > 0) return undefined;
    return plainValue(document);
  } catch {
    // The parser overflows its stack on very deep texts.
    return undefined;
  }
}

/** A parsed document as plain values; undefined if its aliases expand to too much, are unresolved, or are cyclic. */
export function plainValue(document: Pick<Document, 'toJS'>): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return isBounded(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Checks that walking a value as a tree terminates: aliases can repeat a value many times, or nest it in itself. */
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

/** The value at nested keys; undefined if absent or only inherited from Object. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys)
    found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

/** The value of the first of several key spellings that a map has. */
export function either(value: unknown, keys: readonly string[]): unknown {
  const key = keys.find((one) => at(value, one) !== undefined);
  return key === undefined ? undefined : at(value, key);
}

/** The path of a map entry. */
export function inside(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : null;
}

/** The strings of a list, or a single string as a list. */
export function textsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => textOf(item) ?? []);
}

/**
 * Named items with their paths, written as a map by name or as a list of maps with a `name`. Items without a name are
 * omitted.
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

/** The values of a map or list with their paths. List items are identified by `name`, else by index. */
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

/** All nested values, outer before inner. Values below a key in `skip` are omitted. */
export function* walk(value: unknown, path = '', skip?: ReadonlySet<string>): Generator<Entry> {
  for (const entry of entriesOf(value, path)) {
    yield entry;
    if (skip?.has(entry.key) !== true) yield* walk(entry.value, entry.path, skip);
  }
}

/** Keys that contain sample data and are not part of the contract. */
export const SAMPLES: ReadonlySet<string> = new Set(['example', 'default', 'const', 'enum']);
