import { deletedMove, joinMoves } from './order.ts';
import type { Range } from './range.ts';
import { weightOf } from './renames.ts';
import type { Slot, Tree } from './tree-shape.ts';
import { visit } from './work-limit.ts';

/** Maximum number of item comparisons; beyond it, a person decides. */
const MOST_COMPARED = 4_000_000;

/** Maximum number of item pairs in one range whose contents are compared. */
const MOST_PAIRED = 10_000;

/**
 * A range of a list in all three versions. `clash`: both sides changed it differently. In a range changed by `nobody`,
 * items at the same position correspond; their contents may differ.
 */
export interface Piece {
  readonly by: 'nobody' | 'ours' | 'theirs' | 'both' | 'clash';
  readonly base: Range;
  readonly ours: Range;
  readonly theirs: Range;
}

interface Sides<Item> {
  readonly base: Item;
  readonly ours: Item;
  readonly theirs: Item;
}

/** A range where one version differs from the base. */
interface Hunk {
  readonly base: Range;
  readonly side: Range;
  /** A single item that was edited but kept its identity. */
  readonly isEdit: boolean;
}

/**
 * Three-way merge of lists that are identified by order alone: ranges in order, with what each side changed. Null if it
 * cannot be decided: the lists are too long, one side moved what the other moved, deleted or changed, or a set would
 * contain a duplicate.
 */
export function mergeItems(
  lists: Sides<readonly Slot[]>,
  { isSet }: { readonly isSet: boolean },
): Piece[] | null {
  const [own, other] = [hunksOf(lists.base, lists.ours), hunksOf(lists.base, lists.theirs)];
  if (!own || !other) return null;
  const hunks = { ours: withoutEdits(own, other), theirs: withoutEdits(other, own) };
  const prints = {
    base: lists.base.map(printOf),
    ours: lists.ours.map(printOf),
    theirs: lists.theirs.map(printOf),
  };
  const pieces = piecesOf(lists.base.length, hunks).map((piece): Piece => {
    if (piece.by !== 'clash') return piece;
    const isSame =
      sliced(prints.ours, piece.ours).join('\n') === sliced(prints.theirs, piece.theirs).join('\n');
    return isSame ? { ...piece, by: 'both' } : piece;
  });
  if (pieces.some(({ by }) => by === 'clash')) return pieces;
  return isEachOnce(pieces, prints, isSet) && isInOrder(pieces, prints) ? pieces : null;
}

/**
 * Whether items that occur once in all versions are in the order that both sides want: two moves may contradict each
 * other.
 */
function isInOrder(pieces: readonly Piece[], prints: Sides<readonly string[]>): boolean {
  const once = [prints.base, prints.ours, prints.theirs].map(onlyOnce);
  const common = (all: readonly string[]) =>
    all.filter((print) => once.every((known) => known.has(print)));
  const [inBase, inOurs, inTheirs] = once;
  const b = prints.base.filter((print) => inBase?.has(print));
  const o = prints.ours.filter((print) => inOurs?.has(print));
  const t = prints.theirs.filter((print) => inTheirs?.has(print));
  if (deletedMove(b, o, t) !== null || deletedMove(b, t, o) !== null) return false;
  const [before, own, other] = [common(prints.base), common(prints.ours), common(prints.theirs)];
  const wanted = joinMoves(before, own, other);
  const now = pieces.flatMap(({ by, ...piece }) => {
    const side = by === 'nobody' ? 'base' : by === 'theirs' ? 'theirs' : 'ours';
    return sliced(prints[side], piece[side]);
  });
  return wanted !== null && common(now).join('\n') === wanted.join('\n');
}

function onlyOnce(prints: readonly string[]): ReadonlySet<string> {
  const twice = new Set<string>();
  const seen = new Set<string>();
  for (const print of prints) (seen.has(print) ? twice : seen).add(print);
  return new Set([...seen].filter((print) => !twice.has(print)));
}

/** Whether every item occurs as often as both sides together imply. An item that both sides moved would occur twice. */
function isEachOnce(
  pieces: readonly Piece[],
  prints: Sides<readonly string[]>,
  isSet: boolean,
): boolean {
  const counts = new Map<string, { base: number; ours: number; theirs: number; now: number }>();
  const fresh = { ours: new Set<string>(), theirs: new Set<string>() };
  const put = new Set<string>();
  const countOf = (print: string) => {
    const known = counts.get(print) ?? { base: 0, ours: 0, theirs: 0, now: 0 };
    counts.set(print, known);
    return known;
  };
  for (const piece of pieces) {
    const { by } = piece;
    const [base, ours, theirs] = [
      sliced(prints.base, piece.base),
      sliced(prints.ours, piece.ours),
      sliced(prints.theirs, piece.theirs),
    ];
    if (by === 'nobody') {
      for (const [index, print] of base.entries()) {
        if (ours[index] !== print || theirs[index] !== print) continue;
        const count = countOf(print);
        for (const side of ['base', 'ours', 'theirs', 'now'] as const) count[side] += 1;
      }
      continue;
    }
    for (const print of base) countOf(print).base += 1;
    for (const print of ours) countOf(print).ours += 1;
    for (const print of theirs) countOf(print).theirs += 1;
    const now = by === 'theirs' ? theirs : ours;
    for (const print of now) countOf(print).now += 1;
    if (by !== 'ours' && by !== 'theirs') continue;
    for (const print of now) (base.length === now.length ? fresh[by] : put).add(print);
  }
  return [...counts].every(([print, { base, ours, theirs, now }]) => {
    const sum = ours + theirs - base;
    if (ours === base || theirs === base || ours !== theirs) return now === sum;
    // Either each side replaced another item by this one, or both made the same change.
    const isReplaced = fresh.ours.has(print) && fresh.theirs.has(print) && !put.has(print);
    // Or each side deleted a different one of several equal items.
    const isThinned = base > 1 && ours < base;
    return now === ours || ((isReplaced || isThinned) && !isSet && now === sum);
  });
}

/** Drops items that were only edited, unless the other side did more than edit them. */
function withoutEdits(own: readonly Hunk[], other: readonly Hunk[]): readonly Hunk[] {
  const taken = other.filter(({ isEdit }) => !isEdit);
  return own.filter(
    ({ isEdit, base: [from, to] }) =>
      !isEdit || taken.some(({ base }) => base[0] < to && from < base[1]),
  );
}

function printOf({ value }: Slot): string {
  return value.print;
}

function sliced(items: readonly string[], range: Range): readonly string[] {
  return items.slice(...range);
}

function piecesOf(
  length: number,
  { ours: own, theirs: other }: Record<'ours' | 'theirs', readonly Hunk[]>,
): Piece[] {
  const pieces: Piece[] = [];
  const left = { ours: [...own], theirs: [...other] };
  const at = { base: 0, ours: 0, theirs: 0 };
  const push = (by: Piece['by'], to: typeof at) => {
    const range = (side: keyof typeof at): Range => [at[side], to[side]];
    pieces.push({ by, base: range('base'), ours: range('ours'), theirs: range('theirs') });
    Object.assign(at, to);
  };
  while (left.ours.length > 0 || left.theirs.length > 0) {
    const from = Math.min(left.ours[0]?.base[0] ?? length, left.theirs[0]?.base[0] ?? length);
    const same = from - at.base;
    if (same > 0) push('nobody', { base: from, ours: at.ours + same, theirs: at.theirs + same });
    const taken = takeTouching(left, from);
    const to = Math.max(...[...taken.ours, ...taken.theirs].map(({ base }) => base[1]));
    const end = (side: 'ours' | 'theirs') =>
      taken[side].reduce(
        (sum, hunk) => sum + (hunk.side[1] - hunk.side[0]) - (hunk.base[1] - hunk.base[0]),
        at[side] + (to - at.base),
      );
    const isBoth = taken.ours.length > 0 && taken.theirs.length > 0;
    const by = isBoth ? 'clash' : taken.ours.length > 0 ? 'ours' : 'theirs';
    push(by, { base: to, ours: end('ours'), theirs: end('theirs') });
  }
  const rest = length - at.base;
  if (rest > 0) push('nobody', { base: length, ours: at.ours + rest, theirs: at.theirs + rest });
  return pieces;
}

/** Removes and returns the hunks at an offset and all hunks that touch them. */
function takeTouching(left: { ours: Hunk[]; theirs: Hunk[] }, from: number) {
  const taken: { ours: Hunk[]; theirs: Hunk[] } = { ours: [], theirs: [] };
  const first = left.ours[0]?.base[0] === from ? 'ours' : 'theirs';
  const take = (side: 'ours' | 'theirs') => taken[side].push(...left[side].splice(0, 1));
  take(first);
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const side of ['ours', 'theirs'] as const) {
      const next = left[side][0];
      const others = taken[side === 'ours' ? 'theirs' : 'ours'];
      if (!next || !others.some((hunk) => touches(hunk.base, next.base))) continue;
      take(side);
      isMore = true;
    }
  }
  return taken;
}

/** Whether ranges share an item. If one is empty, adjacent ranges touch too, because their order would be ambiguous. */
function touches([from, to]: Range, [otherFrom, otherTo]: Range): boolean {
  const isEmpty = from === to || otherFrom === otherTo;
  return isEmpty ? from <= otherTo && otherFrom <= to : from < otherTo && otherFrom < to;
}

/** The difference of two lists by their longest common subsequence, with edited items separated. */
function hunksOf(base: readonly Slot[], side: readonly Slot[]): Hunk[] | null {
  let head = 0;
  const isSame = (one: Slot | undefined, other: Slot | undefined) =>
    one?.value.print === other?.value.print;
  while (head < base.length && head < side.length && isSame(base[head], side[head])) head += 1;
  let [baseEnd, sideEnd] = [base.length, side.length];
  while (baseEnd > head && sideEnd > head && isSame(base[baseEnd - 1], side[sideEnd - 1])) {
    baseEnd -= 1;
    sideEnd -= 1;
  }
  if ((baseEnd - head) * (sideEnd - head) > MOST_COMPARED) return null;
  const common = commonOf(
    base.slice(head, baseEnd).map(printOf),
    side.slice(head, sideEnd).map(printOf),
  );
  const hunks: Hunk[] = [];
  let at = [head, head] as const;
  for (const [inBase, inSide] of [...common, [baseEnd - head, sideEnd - head] as const]) {
    const to = [head + inBase, head + inSide] as const;
    if (to[0] > at[0] || to[1] > at[1])
      hunks.push(...editsIn({ base: [at[0], to[0]], side: [at[1], to[1]] }, base, side));
    at = [to[0] + 1, to[1] + 1];
  }
  return hunks;
}

/**
 * Splits a hunk with equally many items on both sides: items at the same position that kept most of their values count
 * as edited.
 */
function editsIn(
  hunk: Pick<Hunk, 'base' | 'side'>,
  base: readonly Slot[],
  side: readonly Slot[],
): Hunk[] {
  const [from, to] = hunk.base;
  const [sideFrom, sideTo] = hunk.side;
  if (to - from !== sideTo - sideFrom) return editsBetween(hunk, base, side);
  const parts: Hunk[] = [];
  for (let offset = 0; offset < to - from; offset += 1) {
    const [before, after] = [base[from + offset], side[sideFrom + offset]];
    const isEdit = before !== undefined && after !== undefined && isAkin(before.value, after.value);
    const last = parts.at(-1);
    const [baseEnd, sideEnd] = [from + offset + 1, sideFrom + offset + 1];
    if (last && !isEdit && !last.isEdit)
      parts[parts.length - 1] = {
        base: [last.base[0], baseEnd],
        side: [last.side[0], sideEnd],
        isEdit,
      };
    else parts.push({ base: [baseEnd - 1, baseEnd], side: [sideEnd - 1, sideEnd], isEdit });
  }
  return parts;
}

/**
 * Splits a hunk in which items were also added or deleted: an item counts as edited if exactly one item of the other
 * version is similar.
 */
function editsBetween(
  hunk: Pick<Hunk, 'base' | 'side'>,
  base: readonly Slot[],
  side: readonly Slot[],
): Hunk[] {
  const [[from, to], [sideFrom, sideTo]] = [hunk.base, hunk.side];
  if ((to - from) * (sideTo - sideFrom) > MOST_PAIRED) return [{ ...hunk, isEdit: false }];
  const pairs = base.slice(from, to).flatMap((before, offset) => {
    const mates = side
      .slice(sideFrom, sideTo)
      .flatMap((after, index) => (isAkin(before.value, after.value) ? [sideFrom + index] : []));
    const [mate] = mates;
    return mates.length === 1 && mate !== undefined ? [[from + offset, mate] as const] : [];
  });
  const parts: Hunk[] = [];
  let at = { base: from, side: sideFrom };
  const close = (baseEnd: number, sideEnd: number) => {
    if (baseEnd > at.base || sideEnd > at.side)
      parts.push({ base: [at.base, baseEnd], side: [at.side, sideEnd], isEdit: false });
    at = { base: baseEnd + 1, side: sideEnd + 1 };
  };
  for (const [index, mate] of pairs) {
    const isOnly = pairs.filter(([, other]) => other === mate).length === 1;
    if (!isOnly || index < at.base || mate < at.side) continue;
    close(index, mate);
    parts.push({ base: [index, index + 1], side: [mate, mate + 1], isEdit: true });
  }
  close(to, sideTo);
  return parts;
}

/** Whether two maps are the same item before and after an edit: at least half of their values are equal. */
function isAkin(one: Tree, other: Tree): boolean {
  if (one.kind !== 'map' || other.kind !== 'map') return false;
  return sharedWeight(one, other) * 2 >= Math.max(weightOf(one), weightOf(other));
}

function sharedWeight(one: Tree, other: Tree): number {
  visit();
  if (one.print === other.print) return weightOf(one);
  if (one.kind !== 'map' || other.kind !== 'map') return 0;
  const others = new Map(other.slots.map((slot) => [slot.label, slot.value]));
  return one.slots.reduce((sum, { label, value }) => {
    const mate = others.get(label);
    return mate ? sum + sharedWeight(value, mate) : sum;
  }, 0);
}

/** Index pairs of a longest common subsequence. */
function commonOf(one: readonly string[], other: readonly string[]): (readonly [number, number])[] {
  const width = other.length + 1;
  // For each pair of offsets, the length of the longest common subsequence of the remaining items.
  const longest = new Uint32Array((one.length + 1) * width);
  const of = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = other.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        one[i] === other[j] ? of(i + 1, j + 1) + 1 : Math.max(of(i + 1, j), of(i, j + 1));
  const common: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < one.length && j < other.length; ) {
    if (one[i] === other[j]) {
      common.push([i, j]);
      i += 1;
      j += 1;
    } else if (of(i + 1, j) >= of(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}
