/** More comparisons of items than this are left to a person. */
const MOST_COMPARED = 4_000_000;

export type Range = readonly [from: number, to: number];

/** A piece of a list in all three versions. `clash`: both sides changed it, differently. */
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

/** Where one version has something else than the base. */
interface Hunk {
  readonly base: Range;
  readonly side: Range;
}

/**
 * Three-way merge of lists whose items have an order and nothing else: pieces in order, with what each side did to them.
 * Null where it cannot be told: the lists are too long, or both sides put one item somewhere.
 */
export function mergeItems({ base, ours, theirs }: Sides<readonly string[]>): Piece[] | null {
  const own = hunksOf(base, ours);
  const other = hunksOf(base, theirs);
  if (!own || !other) return null;
  const pieces = piecesOf(base.length, own, other).map((piece): Piece => {
    if (piece.by !== 'clash') return piece;
    const isSame = sliced(ours, piece.ours) === sliced(theirs, piece.theirs);
    return isSame ? { ...piece, by: 'both' } : piece;
  });
  const putBy = (side: 'ours' | 'theirs', all: readonly string[]) =>
    pieces.flatMap((piece) => (piece.by === side ? all.slice(...piece[side]) : []));
  const put = new Set(putBy('ours', ours));
  return putBy('theirs', theirs).some((item) => put.has(item)) ? null : pieces;
}

function sliced(items: readonly string[], range: Range): string {
  return JSON.stringify(items.slice(...range));
}

function piecesOf(length: number, own: readonly Hunk[], other: readonly Hunk[]): Piece[] {
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

/** Takes the hunks at an offset, and all that touch them. */
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

/** Ranges that share an item; where one holds none, also those that meet: which comes first could not be told. */
function touches([from, to]: Range, [otherFrom, otherTo]: Range): boolean {
  const isEmpty = from === to || otherFrom === otherTo;
  return isEmpty ? from <= otherTo && otherFrom <= to : from < otherTo && otherFrom < to;
}

/** The difference of two lists by their longest common part. */
function hunksOf(base: readonly string[], side: readonly string[]): Hunk[] | null {
  let head = 0;
  while (head < base.length && head < side.length && base[head] === side[head]) head += 1;
  let [baseEnd, sideEnd] = [base.length, side.length];
  while (baseEnd > head && sideEnd > head && base[baseEnd - 1] === side[sideEnd - 1]) {
    baseEnd -= 1;
    sideEnd -= 1;
  }
  if ((baseEnd - head) * (sideEnd - head) > MOST_COMPARED) return null;
  const common = commonOf(base.slice(head, baseEnd), side.slice(head, sideEnd));
  const hunks: Hunk[] = [];
  let at = [head, head] as const;
  for (const [inBase, inSide] of [...common, [baseEnd - head, sideEnd - head] as const]) {
    const to = [head + inBase, head + inSide] as const;
    if (to[0] > at[0] || to[1] > at[1]) hunks.push({ base: [at[0], to[0]], side: [at[1], to[1]] });
    at = [to[0] + 1, to[1] + 1];
  }
  return hunks;
}

/** Positions of the items of a longest common part, in both. */
function commonOf(one: readonly string[], other: readonly string[]): (readonly [number, number])[] {
  const width = other.length + 1;
  // At each place, how long a common part the rests behind it have.
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
