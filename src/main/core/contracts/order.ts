/** The merged order of a collection's entries, by label. */
export interface MergedOrder {
  readonly order: readonly string[];
  /** Why the orders of the sides contradict each other; `order` is then that of ours. */
  readonly conflict: string | null;
  /** Which side moved entries that all versions have; null if neither did. */
  readonly movedBy: 'ours' | 'theirs' | 'both' | null;
}

export interface OrderInput {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** Labels of the merged collection. */
  readonly kept: ReadonlySet<string>;
  /** Which side's additions come first if both added at the same place. */
  readonly first: 'ours' | 'theirs';
  /** The side whose order a person chose. */
  readonly chosen: 'ours' | 'theirs' | null;
}

type Labels = readonly string[];

/**
 * Three-way merge of an order; a move is a change like any other. Moves of one side are kept; moves of both are kept if
 * they affect separate ranges. Additions stay between the neighbours that their side gave them.
 */
export function mergeOrder(input: OrderInput): MergedOrder {
  const { base, ours, theirs, kept, first, chosen } = input;
  const [inBase, inOurs, inTheirs] = [new Set(base), new Set(ours), new Set(theirs)];
  const isFrame = (label: string) =>
    inBase.has(label) && inOurs.has(label) && inTheirs.has(label) && kept.has(label);
  const before = base.filter(isFrame);
  const own = ours.filter(isFrame);
  const other = theirs.filter(isFrame);
  const movedBy = moverOf(before, own, other);
  const joined = joinMoves(before, own, other);
  const frame = chosen === 'theirs' ? other : chosen === 'ours' ? own : (joined ?? own);
  const placesIn = (side: Labels) => placesOf(base, side);
  const runs = { ours: runsOf(ours, kept, frame), theirs: runsOf(theirs, kept, frame) };
  const places = { ours: placesIn(ours), theirs: placesIn(theirs) };
  const second = first === 'ours' ? 'theirs' : 'ours';
  const order: string[] = [];
  const placed = new Set<string>();
  let isUnclear = false;
  for (const label of [null, ...frame]) {
    if (label !== null) order.push(label);
    // An entry that both sides added at different places conflicts (or order has no meaning), so it is included only
    // once.
    const isFresh = (one: string) => !placed.has(one);
    const joined = joinAround(
      { labels: (runs[first].get(label) ?? []).filter(isFresh), places: places[first] },
      { labels: (runs[second].get(label) ?? []).filter(isFresh), places: places[second] },
    );
    for (const one of joined.labels) {
      order.push(one);
      placed.add(one);
    }
    isUnclear ||= joined.isUnclear && movedBy === null;
  }
  const conflict = chosen
    ? null
    : ((joined ? null : 'Both sides moved the same entries.') ??
      deletedMove(base, ours, theirs) ??
      deletedMove(base, theirs, ours) ??
      (isUnclear ? 'Both sides replaced the same entries, so their order is ambiguous.' : null) ??
      misplaced({ order, frame, before }, { own, other, ours, theirs, kept }));
  return { order, conflict, movedBy };
}

function moverOf(before: Labels, own: Labels, other: Labels): MergedOrder['movedBy'] {
  const [byOurs, byTheirs] = [!isEqual(before, own), !isEqual(before, other)];
  return byOurs && byTheirs ? 'both' : byOurs ? 'ours' : byTheirs ? 'theirs' : null;
}

/** The order of entries that all versions have; null if both sides reordered the same range differently. */
export function joinMoves(before: Labels, own: Labels, other: Labels): Labels | null {
  if (isEqual(own, other) || isEqual(before, other)) return own;
  if (isEqual(before, own)) return other;
  const [byOurs, byTheirs] = [displaced(before, own), displaced(before, other)];
  if ([...byOurs].some((index) => byTheirs.has(index))) return null;
  // Separate ranges: positions that theirs changed are taken from theirs.
  return own.map((label, index) => (byTheirs.has(index) ? (other[index] ?? label) : label));
}

/** Indexes inside ranges that were reordered; outside of them, every entry is at its old index. */
function displaced(before: Labels, after: Labels): ReadonlySet<number> {
  const placeBefore = new Map(before.map((label, index) => [label, index]));
  const found = new Set<number>();
  let [start, reach] = [0, -1];
  for (const [index, label] of after.entries()) {
    reach = Math.max(reach, placeBefore.get(label) ?? 0);
    if (reach > index) continue;
    if (index > start) for (let at = start; at <= index; at += 1) found.add(at);
    start = index + 1;
  }
  return found;
}

/** Entries that a side added, by the frame entry that they follow; null is the beginning. */
function runsOf(
  side: Labels,
  kept: ReadonlySet<string>,
  frame: Labels,
): ReadonlyMap<string | null, readonly string[]> {
  const inFrame = new Set(frame);
  const runs = new Map<string | null, string[]>();
  let after: string | null = null;
  for (const label of side) {
    if (inFrame.has(label)) after = label;
    else if (kept.has(label)) runs.set(after, [...(runs.get(after) ?? []), label]);
  }
  return runs;
}

type Place = readonly [from: number, to: number];

/** For each entry that a side added, the gap in the base: between which kept entries it was inserted. */
function placesOf(base: Labels, side: Labels): ReadonlyMap<string, Place> {
  const indexes = new Map(base.map((label, index) => [label, index]));
  const places = new Map<string, Place>();
  let from = 0;
  let open: string[] = [];
  const close = (to: number) => {
    for (const label of open) places.set(label, [from, to]);
    open = [];
  };
  for (const label of side) {
    const index = indexes.get(label);
    if (index === undefined) open.push(label);
    else {
      close(index);
      from = index + 1;
    }
  }
  close(base.length);
  return places;
}

interface Run {
  readonly labels: Labels;
  readonly places: ReadonlyMap<string, Place>;
}

/**
 * Joins what both sides added between two entries. Entries that both added alike split the runs; the parts before and
 * after are joined separately.
 */
function joinAround(first: Run, second: Run): Joined {
  const places = new Map(second.labels.map((label, index) => [label, index]));
  const labels = new Set<string>();
  let [at, otherAt, isUnclear] = [0, 0, false];
  const join = (to: number, otherTo: number) => {
    const joined = joinRuns(
      { ...first, labels: first.labels.slice(at, to) },
      { ...second, labels: second.labels.slice(otherAt, otherTo) },
    );
    for (const label of joined.labels) labels.add(label);
    isUnclear ||= joined.isUnclear;
  };
  for (const [index, label] of first.labels.entries()) {
    const place = places.get(label);
    if (place === undefined || place < otherAt) continue;
    join(index, place);
    labels.add(label);
    [at, otherAt] = [index + 1, place + 1];
  }
  join(first.labels.length, second.labels.length);
  return { labels: [...labels], isUnclear };
}

interface Joined {
  readonly labels: Labels;
  readonly isUnclear: boolean;
}

/** Joins two runs: an entry that replaced another one stays before what followed that one. */
function joinRuns(first: Run, second: Run): Joined {
  const labels: string[] = [];
  const left: readonly [string[], string[]] = [[...first.labels], [...second.labels]];
  let isUnclear = false;
  for (;;) {
    const [own, other] = [left[0][0], left[1][0]];
    if (own === undefined || other === undefined) break;
    const [place, otherPlace] = [first.places.get(own), second.places.get(other)];
    const isBefore = !place || !otherPlace || place[1] <= otherPlace[0];
    const isBehind = !isBefore && otherPlace[1] <= place[0];
    isUnclear ||= !isBefore && !isBehind;
    labels.push(isBehind ? other : own);
    left[isBehind ? 1 : 0].shift();
  }
  return { labels: [...labels, ...left[0], ...left[1]], isUnclear };
}

/** Reports that one side moved an entry that the other deleted; a merge would silently lose the move. */
export function deletedMove(base: Labels, mover: Labels, deleter: Labels): string | null {
  const [inMover, inDeleter, inBase] = [new Set(mover), new Set(deleter), new Set(base)];
  const [before, after] = [
    base.filter((label) => inMover.has(label)),
    mover.filter((label) => inBase.has(label)),
  ];
  if (isEqual(before, after)) return null;
  const moved = movedOf(before, after);
  const left = (labels: Labels) => labels.filter((label) => inDeleter.has(label));
  const isGone =
    [...moved].some((label) => !inDeleter.has(label)) || isEqual(left(before), left(after));
  return isGone ? 'One side moved an entry that the other side deleted.' : null;
}

/** A smallest set of entries whose moves turn one order into the other. */
function movedOf(before: Labels, after: Labels): ReadonlySet<string> {
  const placeBefore = new Map(before.map((label, index) => [label, index]));
  const places = after.map((label) => placeBefore.get(label) ?? 0);
  // Longest increasing subsequence: for each length, the index of the smallest possible end.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, place] of places.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  }
  const stays = new Set<string>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) stays.add(after[at] ?? '');
  return new Set(after.filter((label) => !stays.has(label)));
}

/** Reports an addition that lost its neighbours, or an entry that both sides added at different places. */
function misplaced(
  { order, frame, before }: Record<'order' | 'frame' | 'before', Labels>,
  from: Record<'own' | 'other' | 'ours' | 'theirs', Labels> & {
    readonly kept: ReadonlySet<string>;
  },
): string | null {
  const { own, other, ours, theirs, kept } = from;
  const isAnyMoved = !isEqual(before, own) || !isEqual(before, other);
  for (const [side, sideFrame] of [
    [ours, own],
    [theirs, other],
  ] as const) {
    if (isAnyMoved && !keepsNeighbours(side, { frame, sideFrame, kept }))
      return 'One side added an entry between others that the other side moved apart.';
    const known = new Set(side.filter((label) => kept.has(label)));
    const wanted = side.filter((label) => known.has(label));
    const isMine = isEqual(frame, sideFrame);
    if (
      isMine &&
      !isEqual(
        order.filter((label) => known.has(label)),
        wanted,
      )
    )
      return 'Both sides added the same entry in different places.';
  }
  return null;
}

function keepsNeighbours(
  side: Labels,
  {
    frame,
    sideFrame,
    kept,
  }: Record<'frame' | 'sideFrame', Labels> & { readonly kept: ReadonlySet<string> },
): boolean {
  const following = (labels: Labels) =>
    new Map([null, ...labels].map((label, index) => [label, labels[index] ?? null]));
  const [wanted, now] = [following(sideFrame), following(frame)];
  return [...runsOf(side, kept, frame).keys()].every(
    (after) => wanted.get(after) === now.get(after),
  );
}

function isEqual(one: Labels, other: Labels): boolean {
  return one.length === other.length && one.every((label, index) => label === other[index]);
}
