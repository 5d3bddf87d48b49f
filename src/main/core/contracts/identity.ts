import type { Collection, Slot, Tree } from './tree.ts';

/** What an item of a list is known by: the first of these that every item has, and no two share. */
const IDENTITY_KEYS = ['operationId', 'id', 'name', 'path', 'key', 'uid'] as const;
/** Stands for "the value itself", in a list of plain values that is a set. */
const ITSELF = '';

type BySlot = ReadonlyMap<string, Slot>;

/** Collections whose entries can be matched across versions. `key` is null for maps. */
export interface Labelled {
  readonly base: BySlot;
  readonly ours: BySlot;
  readonly theirs: BySlot;
  readonly parents: { readonly ours: Collection; readonly theirs: Collection };
  readonly key: string | null;
}

/** Matches entries of maps by key, of lists by identity, of sets by value; null where nothing of that holds. */
export function labelBoth(base: Tree | undefined, ours: Tree, theirs: Tree): Labelled | null {
  if (ours.kind === 'scalar' || theirs.kind !== ours.kind) return null;
  if (base && base.kind !== ours.kind) return null;
  const parents = { ours, theirs: theirs as Collection };
  if (ours.kind === 'map') {
    const [b, o, t] = [base, ours, theirs].map(byKey) as [BySlot, BySlot, BySlot];
    return { base: b, ours: o, theirs: t, parents, key: null };
  }
  for (const key of [...IDENTITY_KEYS, ITSELF]) {
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

function labelOf(item: Tree, key: string): string | null {
  if (key === ITSELF) return item.kind === 'scalar' ? item.id : null;
  if (item.kind !== 'map') return null;
  const found = item.slots.find((slot) => slot.label === `string ${key}`)?.value;
  return found?.kind === 'scalar' ? found.id : null;
}

function byKey(tree: Tree | undefined): BySlot {
  if (tree?.kind !== 'map') return new Map();
  return new Map(tree.slots.map((slot) => [slot.label, slot]));
}
