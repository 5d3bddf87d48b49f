import { diffArrays } from 'diff';
import { print, type Value } from './value.ts';

/** A range of a list in all three versions, and which side changed it. */
export interface Stretch {
  readonly by: 'nobody' | 'ours' | 'theirs' | 'both' | 'clash';
  readonly base: readonly Value[];
  readonly ours: readonly Value[];
  readonly theirs: readonly Value[];
  /** Index of its first item in the base. */
  readonly at: number;
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Value[];
  readonly side: 'ours' | 'theirs';
}

/** Minimum characters of a line or word that is unlikely to repeat by chance. */
const LEAST_TELLING = 4;
/** Maximum number of differences between two lists; comparing more takes too long. */
const MOST_EDITS = 3_000;

/**
 * Divides a list into ranges by which side changed them: one side, both alike, or both differently. Null if there are
 * too many differences.
 */
export function stretchesOf(
  base: readonly Value[],
  ours: readonly Value[],
  theirs: readonly Value[],
): Stretch[] | null {
  const [own, other] = [editsOf(base, ours, 'ours'), editsOf(base, theirs, 'theirs')];
  if (!own || !other) return null;
  const stretches: Stretch[] = [];
  let at = 0;
  const same = (to: number) => {
    const items = base.slice(at, to);
    if (items.length > 0)
      stretches.push({ by: 'nobody', base: items, ours: items, theirs: items, at });
    at = to;
  };
  for (const group of groupsOf([...own, ...other])) {
    const from = Math.min(...group.map((edit) => edit.from));
    const to = Math.max(...group.map((edit) => edit.to));
    same(from);
    const of = (side: Edit['side']) =>
      itemsWith(
        base,
        { from, to },
        group.filter((one) => one.side === side),
      );
    const [mine, others] = [of('ours'), of('theirs')];
    const sides = new Set(group.map(({ side }) => side));
    const [first] = group;
    const isAlike = mine.map(print).join('\n') === others.map(print).join('\n');
    const by = sides.size === 1 && first ? first.side : isAlike ? 'both' : 'clash';
    stretches.push({ by, base: base.slice(from, to), ours: mine, theirs: others, at: from });
    at = to;
  }
  same(base.length);
  return stretches;
}

/** Items that a side deleted without putting anything in their place. */
export function deletedFrom(base: readonly string[], side: readonly string[]): readonly string[] {
  const kept = new Set(side);
  const parts = diffArrays([...base], [...side], { maxEditLength: MOST_EDITS }) ?? [];
  const left = parts.filter(
    ({ removed }, index) => removed && !parts[index + 1]?.added && !parts[index - 1]?.added,
  );
  return left.flatMap(({ value }) => value.filter((id) => !kept.has(id)));
}

/** Edits of one side; items that were only edited are separated from items added and deleted around them. */
function editsOf(
  base: readonly Value[],
  side: readonly Value[],
  name: Edit['side'],
): readonly Edit[] | null {
  return coarseEdits(base, side, name)?.flatMap((edit) => partsOf(base, edit)) ?? null;
}

/** Splits an edit at items that kept most of their fields, if the pairing is unambiguous. */
function partsOf(base: readonly Value[], { from, to, items, side }: Edit): readonly Edit[] {
  if ((to - from) * items.length > MOST_EDITS) return [{ from, to, items, side }];
  const old = base.slice(from, to);
  const mates = old.map((one) =>
    items.flatMap((other, index) => (isEdited(one, other) ? [index] : [])),
  );
  const parts: Edit[] = [];
  let [at, itemAt] = [0, 0];
  const cut = (end: number, itemEnd: number) => {
    if (end > at || itemEnd > itemAt)
      parts.push({ from: from + at, to: from + end, items: items.slice(itemAt, itemEnd), side });
    [at, itemAt] = [end, itemEnd];
  };
  for (const [index, [mate, ...others]] of mates.entries()) {
    const isTaken = mates.filter((one) => mate !== undefined && one.includes(mate)).length > 1;
    if (mate === undefined || others.length > 0 || isTaken || mate < itemAt) continue;
    cut(index, mate);
    cut(index + 1, mate + 1);
  }
  cut(old.length, items.length);
  return parts;
}

function isEdited(one: Value, other: Value): boolean {
  if (one.kind !== 'map' || other.kind !== 'map') return false;
  const keys = new Set([...one.entries.keys(), ...other.entries.keys()]);
  const same = [...keys].filter(
    (key) => print(one.entries.get(key)) === print(other.entries.get(key)),
  );
  return same.length * 2 >= keys.size;
}

function coarseEdits(
  base: readonly Value[],
  side: readonly Value[],
  name: Edit['side'],
): readonly Edit[] | null {
  const parts = diffArrays(base.map(print), side.map(print), { maxEditLength: MOST_EDITS });
  if (!parts) return null;
  const edits: Edit[] = [];
  let [at, sideAt, open] = [0, 0, null as { from: number; sideFrom: number } | null];
  const close = () => {
    if (open)
      edits.push({ from: open.from, to: at, items: side.slice(open.sideFrom, sideAt), side: name });
    open = null;
  };
  for (const { added, removed, value } of parts) {
    if (added || removed) open ??= { from: at, sideFrom: sideAt };
    else close();
    if (!added) at += value.length;
    if (!removed) sideAt += value.length;
  }
  close();
  return edits;
}

/** Groups edits of both sides that overlap or insert at the same place. */
function groupsOf(edits: readonly Edit[]): Edit[][] {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  const groups: Edit[][] = [];
  let end = -1;
  for (const edit of sorted) {
    const last = groups.at(-1);
    const isPut = (one: Edit) => one.from === one.to && one.from === edit.from;
    const isTogether = last && (edit.from < end || (edit.from === edit.to && last.some(isPut)));
    if (isTogether) last.push(edit);
    else groups.push([edit]);
    end = isTogether ? Math.max(end, edit.to) : edit.to;
  }
  return groups;
}

function itemsWith(
  base: readonly Value[],
  { from, to }: { readonly from: number; readonly to: number },
  edits: readonly Edit[],
): readonly Value[] {
  const items: Value[] = [];
  let at = from;
  for (const edit of edits) {
    items.push(...base.slice(at, edit.from), ...edit.items);
    at = edit.to;
  }
  return [...items, ...base.slice(at, to)];
}

/** Whether every item occurs as often as both sides together imply. An item that both sides moved would occur twice. */
export function countsAdd(
  stretches: readonly Stretch[],
  result: readonly Value[],
  { isText }: { readonly isText: boolean },
): boolean {
  const sums = new Map<string, { base: number; ours: number; theirs: number; result: number }>();
  const loose = new Set<string>();
  const swapped = { ours: new Set<string>(), theirs: new Set<string>() };
  const add = (items: readonly Value[], side: 'base' | 'ours' | 'theirs' | 'result') => {
    for (const item of items.map(print)) {
      const sum = sums.get(item) ?? { base: 0, ours: 0, theirs: 0, result: 0 };
      sum[side] += 1;
      sums.set(item, sum);
    }
  };
  for (const { by, base, ours, theirs } of stretches) {
    if (by === 'nobody') continue;
    // Items merged field by field match no version, so they are not counted.
    if (by === 'clash') for (const item of [...base, ...ours, ...theirs]) loose.add(print(item));
    add(base, 'base');
    add(ours, 'ours');
    add(theirs, 'theirs');
    if (by === 'ours' || by === 'theirs') {
      const items = by === 'ours' ? ours : theirs;
      if (items.length === base.length) for (const item of items) swapped[by].add(print(item));
      else for (const item of items) loose.delete(print(item));
    }
  }
  const unchanged = stretches.flatMap(({ by, base }) => (by === 'nobody' ? base : []));
  add(unchanged, 'base');
  add(unchanged, 'ours');
  add(unchanged, 'theirs');
  add(result, 'result');
  return [...sums].every(([item, sum]) => {
    // A blank line or a common word does not show what was moved.
    if (loose.has(item) || (isText && (sum.base !== 1 || item.trim().length < LEAST_TELLING)))
      return true;
    const expected = sum.ours + sum.theirs - sum.base;
    if (sum.base + sum.ours + sum.theirs === 0) return true;
    if (sum.ours === sum.base || sum.theirs === sum.base || sum.ours !== sum.theirs)
      return sum.result === expected;
    const isSwapped = swapped.ours.has(item) && swapped.theirs.has(item);
    const isThinned = sum.base > 1 && sum.ours < sum.base;
    return sum.result === sum.ours || ((isSwapped || isThinned) && sum.result === expected);
  });
}
