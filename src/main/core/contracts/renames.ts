import type { Labelled } from './list-identity.ts';
import type { Slot, Tree } from './tree-shape.ts';

/**
 * Minimum number of values that identify an entry; with fewer, equal contents may be a coincidence unless the position
 * matches too.
 */
const TELLING = 2;

type BySlot = ReadonlyMap<string, Slot>;

/** An entry that at least one side renamed. Null if a side no longer has it. */
export interface Rename {
  /** Its label in the base, and in each side. */
  readonly from: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

/**
 * Entries that one side renamed while the other side changed them too. Includes unambiguous renames only: the contents
 * are unchanged, and occur in exactly one removed and exactly one new entry.
 */
export function renamesOf({ base, ours, theirs, key }: Labelled): readonly Rename[] {
  const own = renamedBy(base, ours, key);
  const other = renamedBy(base, theirs, key);
  return [...new Set([...own.keys(), ...other.keys()])].flatMap((from): Rename[] => {
    const before = base.get(from);
    const names = { ours: nameNow(from, own, ours), theirs: nameNow(from, other, theirs) };
    // If the other side has an entry with the new name too, the two are matched by name.
    if (own.has(from) && theirs.has(names.ours ?? '')) return [];
    if (other.has(from) && ours.has(names.theirs ?? '')) return [];
    const untouched = [ours.get(from), theirs.get(from)].some(
      (slot) => slot !== undefined && slot.value.print === before?.value.print,
    );
    return untouched ? [] : [{ from, ...names }];
  });
}

/**
 * Labels that may denote a different entry than before, because a side moved contents from one label to another
 * (swapped names, renumbering), with both names. A change by the other side under such a label may be meant for the
 * other entry.
 */
export function shiftedBy(
  base: BySlot,
  side: BySlot,
  key: string | null,
): ReadonlyMap<string, readonly [from: string, to: string]> {
  const contentOf = (slot: Slot) =>
    key === null ? slot.value.print : contentWithoutKey(slot.value, key);
  const before = new Map<string, string[]>();
  for (const [label, slot] of base) {
    const content = contentOf(slot);
    if (content !== null && weightWithoutKey(slot, key) >= TELLING)
      before.set(content, [...(before.get(content) ?? []), label]);
  }
  const shifted = new Map<string, readonly [string, string]>();
  for (const [label, slot] of side) {
    const old = base.get(label);
    const content = contentOf(slot);
    if (!old || content === null || old.value.print === slot.value.print) continue;
    for (const from of before.get(content) ?? []) {
      const now = side.get(from);
      if (from === label || (now && contentOf(now) === content)) continue;
      const names = [nameOf(base, from), nameOf(side, label)] as const;
      shifted.set(from, names);
      if (!shifted.has(label)) shifted.set(label, names);
    }
  }
  return shifted;
}

function nameOf(all: BySlot, label: string): string {
  return all.get(label)?.name || label.slice(label.indexOf(' ') + 1);
}

/** Cached per slots array, which aliases share with their anchors: one alias can stand for billions of values. */
const weights = new WeakMap<readonly Slot[], number>();

/** Number of scalars in a value: how much content there is to identify it by. */
export function weightOf(tree: Tree): number {
  if (tree.kind === 'scalar') return 1;
  const known = weights.get(tree.slots);
  if (known !== undefined) return known;
  const weight = tree.slots.reduce((sum, { value }) => sum + weightOf(value), 0);
  weights.set(tree.slots, weight);
  return weight;
}

function nameNow(from: string, renamed: ReadonlyMap<string, string>, side: BySlot): string | null {
  return renamed.get(from) ?? (side.has(from) ? from : null);
}

/** New labels by old labels. */
function renamedBy(base: BySlot, side: BySlot, key: string | null): ReadonlyMap<string, string> {
  const gone = byContent(base, side, key);
  const fresh = byContent(side, base, key);
  const renamed = new Map<string, string>();
  for (const [content, [from, ...more]] of gone) {
    const [to, ...others] = fresh.get(content) ?? [];
    if (from === undefined || to === undefined || more.length + others.length > 0) continue;
    const weight = weightWithoutKey(base.get(from), key);
    const isPlaced = isSamePlace([base, from], [side, to]);
    if (weight >= TELLING || isPlaced) renamed.set(from, to);
  }
  return renamed;
}

/** Labels that the other version lacks, by content without the identity. */
function byContent(all: BySlot, other: BySlot, key: string | null): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [label, { value }] of all) {
    if (other.has(label)) continue;
    const content = key === null ? value.print : contentWithoutKey(value, key);
    if (content !== null) found.set(content, [...(found.get(content) ?? []), label]);
  }
  return found;
}

function weightWithoutKey(slot: Slot | undefined, key: string | null): number {
  if (!slot) return 0;
  if (key === null) return weightOf(slot.value);
  return slotsWithoutKey(slot.value, key).reduce((sum, { value }) => sum + weightOf(value), 0);
}

/** Content of an item without its identity fields; null if it has no other fields. */
function contentWithoutKey(item: Tree, key: string): string | null {
  const parts = slotsWithoutKey(item, key).map(({ label, value }) => `${label}\n${value.print}`);
  return parts.length === 0 ? null : parts.sort().join('\n');
}

function slotsWithoutKey(item: Tree, key: string): readonly Slot[] {
  if (item.kind !== 'map') return [];
  const names = new Set(key.split(/[+|]/));
  return item.slots.filter(({ name }) => !names.has(name));
}

/** Whether two entries have the same neighbours. */
function isSamePlace(one: readonly [BySlot, string], other: readonly [BySlot, string]): boolean {
  const [[before, after], [otherBefore, otherAfter]] = [neighbours(...one), neighbours(...other)];
  return before === otherBefore && after === otherAfter;
}

function neighbours(all: BySlot, label: string): readonly (string | undefined)[] {
  const labels = [...all.keys()];
  const at = labels.indexOf(label);
  return [labels[at - 1], labels[at + 1]];
}
