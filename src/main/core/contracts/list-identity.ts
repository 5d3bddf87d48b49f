import { matchesPath } from './paths.ts';
import type { Collection, MapTree, Slot, Tree } from './tree-shape.ts';
import type { IdentityRule } from './types.ts';

/**
 * What an item of a list is known by: the first of these that every item has, and no two share. `+` joins keys that
 * name an item together, `|` separates what some items have and others have not.
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
/** Stands for "the value itself", in a list of plain values. */
export const ITSELF = '';

type BySlot = ReadonlyMap<string, Slot>;

/** Collections whose entries can be matched across versions. `key` is null for maps. */
export interface Labelled {
  readonly base: BySlot;
  readonly ours: BySlot;
  readonly theirs: BySlot;
  readonly parents: Parents;
  readonly key: string | null;
}

/** The collections themselves; no base where both sides added it. */
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
 * Matches entries of maps by key, of lists by identity, of lists of different plain values by value; null where nothing of that holds. `first` are
 * keys that come before the usual ones.
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

/** Items by their identity; null where an item has none, or two have the same. */
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

/** The configured keys of the list at a path. */
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
    // One key alone keeps its type: the number 1 is not the text "1".
    return known.length === 1 ? (known[0] ?? null) : `string ${known.map(shownOf).join(' ')}`;
  }
  return null;
}

function idOf(item: MapTree, key: string): string | null {
  const found = item.slots.find((slot) => slot.label === `string ${key}`)?.value;
  return found?.kind === 'scalar' ? found.id : null;
}

/** Without the type in front. */
function shownOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}

function byKey(tree: Tree | undefined): BySlot {
  if (tree?.kind !== 'map') return new Map();
  return new Map(tree.slots.map((slot) => [slot.label, slot]));
}
