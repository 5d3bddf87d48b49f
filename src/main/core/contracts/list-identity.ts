import { matchesPath } from './paths.ts';
import type { Collection, MapTree, Slot, Tree } from './tree-shape.ts';
import type { IdentityRule } from './types.ts';

/**
 * Identity keys of list items: the first one is used that every item has and no two items share. `+` combines keys; `|`
 * separates alternatives of which each item needs one.
 */
const IDENTITY_KEYS = [
  'operationId',
  'id',
  'name+in|$ref',
  'method+path',
  'status+code',
  'name',
  'path',
  'key',
  'uid',
  '$ref',
] as const;
/** Identity key for lists of plain values: the value itself. */
export const ITSELF = '';

type BySlot = ReadonlyMap<string, Slot>;

/** Entries that correspond across versions, by label. `key` is null for maps. */
export interface Labelled {
  readonly base: BySlot;
  readonly ours: BySlot;
  readonly theirs: BySlot;
  readonly parents: Parents;
  readonly key: string | null;
}

/** The collections themselves; `base` is null if both sides added them. */
export interface Parents {
  readonly base: Collection | null;
  readonly ours: Collection;
  readonly theirs: Collection;
}

interface Versions {
  readonly base: Tree | undefined;
  readonly ours: Tree;
  readonly theirs: Tree;
}

/**
 * Matches map entries by key, list items by identity, and plain list items by value if they are unique; null if none of
 * this applies. `first` are identity keys to try before the usual ones.
 */
export function labelBoth(
  { base, ours, theirs }: Versions,
  first: readonly string[],
): Labelled | null {
  if (ours.kind === 'scalar' || theirs.kind !== ours.kind) return null;
  if (base && base.kind !== ours.kind) return null;
  const parents = {
    base: (base as Collection | undefined) ?? null,
    ours,
    theirs: theirs as Collection,
  };
  if (ours.kind === 'map') {
    const [b, o, t] = [base, ours, theirs].map(byKey) as [BySlot, BySlot, BySlot];
    return { base: b, ours: o, theirs: t, parents, key: null };
  }
  for (const key of [...first, ...IDENTITY_KEYS, ITSELF]) {
    const b = base ? labelItems(base, key) : new Map<string, Slot>();
    const o = labelItems(ours, key);
    const t = labelItems(theirs, key);
    if (b && o && t) return { base: b, ours: o, theirs: t, parents, key };
  }
  return null;
}

/** Items by identity; null if an item has none or two items share one. */
export function labelItems(tree: Tree, key: string): BySlot | null {
  if (tree.kind !== 'seq') return null;
  const labelled = new Map<string, Slot>();
  for (const slot of tree.slots) {
    const label = labelOf(slot.value, key);
    if (label === null || labelled.has(label)) return null;
    labelled.set(label, slot);
  }
  return labelled;
}

/** Configured identity keys of the list at a path. */
export function identityAt(rules: readonly IdentityRule[], path: string): readonly string[] {
  return rules.flatMap((rule) =>
    rule.path === null || matchesPath(rule.path, path) ? [rule.key] : [],
  );
}

function labelOf(item: Tree, key: string): string | null {
  if (key === ITSELF) return item.kind === 'scalar' ? item.id : null;
  if (item.kind !== 'map') return null;
  for (const alternative of key.split('|')) {
    const ids = alternative.split('+').map((name) => idOf(item, name));
    const known = ids.filter((id) => id !== null);
    if (known.length < ids.length) continue;
    // A single key keeps its type: the number 1 differs from the string "1".
    return known.length === 1 ? (known[0] ?? null) : `string ${known.map(shownOf).join(' ')}`;
  }
  return null;
}

function idOf(item: MapTree, key: string): string | null {
  const found = item.slots.find((slot) => slot.label === `string ${key}`)?.value;
  return found?.kind === 'scalar' ? found.id : null;
}

/** Removes the type prefix. */
function shownOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

function byKey(tree: Tree | undefined): BySlot {
  if (tree?.kind !== 'map') return new Map();
  return new Map(tree.slots.map((slot) => [slot.label, slot]));
}
