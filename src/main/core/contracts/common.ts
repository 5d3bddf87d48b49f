import type { Chunk } from './chunks.ts';

/** Quotes and brackets that are closed in themselves: nothing reaches into what follows. */
function isClosed(source: string): boolean {
  const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0;
  return (
    count(/"/g) % 2 === 0 &&
    count(/'/g) % 2 === 0 &&
    count(/\{/g) === count(/\}/g) &&
    count(/\[/g) === count(/\]/g)
  );
}

/** A block scalar that keeps its last blank lines says more than its source up to the last word. */
const KEEPS_BLANK_END = /[|>]\d?\+/;
const BLOCK_SCALAR = /[|>][-\d]*\s*(?:#.*)?$/m;

/** Sources that all versions have, by where they stand. */
export type Common = ReadonlySet<string>;

/** What versions of one contract have in common: the largest entries only, as `placed` names them. */
export function commonOf(versions: readonly (readonly Chunk[])[]): Common {
  const common = new Set<string>();
  collect(versions, '', common);
  return common;
}

/** What an entry is known by; null where its source does not tell all of it. The same text elsewhere is another thing. */
export function placed(path: string, { key, indent, source }: Chunk): string | null {
  if (KEEPS_BLANK_END.test(source) || !isClosed(source)) return null;
  // Whether a line break follows makes a difference to a block scalar, and to nothing else.
  const text = BLOCK_SCALAR.test(source) ? source : source.trimEnd();
  return `${path}\n${key}\n${indent}\n${text}`;
}

/** Where the entries of one item of a list stand. */
export function placeOfItem(list: string, { key }: Chunk): string {
  return `${list}\n- ${JSON.stringify(key)}`;
}

type Versions = readonly (readonly Chunk[])[];

function collect(versions: Versions, path: string, common: Set<string>): void {
  for (const all of sharedOf(versions)) {
    const here = `${path}\n${all[0]?.key}`;
    const names = new Set(all.map((one) => placed(path, one)));
    const [name] = names;
    if (names.size === 1 && name) common.add(name);
    else inside(all, here, common);
  }
}

function inside(all: readonly Chunk[], path: string, common: Set<string>): void {
  const inner = all.map((one) => one.inner);
  if (inner.every((one) => one !== null)) collect(inner, path, common);
  const lists = all.map(({ items }) => items);
  if (!lists.every((one) => one !== null)) return;
  for (const items of sharedOf(lists)) {
    // What an item could be known by is always read.
    const entries = items.map((item) => (item.inner ?? []).filter((entry) => entry.isCollection));
    const [item] = items;
    if (item) collect(entries, placeOfItem(path, item), common);
  }
}

/** What all versions have by one key, as it stands in each of them. */
function* sharedOf([first = [], ...others]: Versions): Iterable<readonly Chunk[]> {
  const byKey = others.map((chunks) => new Map(chunks.map((chunk) => [chunk.key, chunk])));
  for (const chunk of first) {
    const same = byKey.map((chunks) => chunks.get(chunk.key));
    if (same.every((one) => one !== undefined)) yield [chunk, ...same];
  }
}
