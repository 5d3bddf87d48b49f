import type { Entry, ListNode } from './model-fixture.ts';

type Entries = readonly Entry[];
type Ids = readonly string[];

interface Lists {
  readonly base: Entries;
  readonly ours: Entries;
  readonly theirs: Entries;
}

/** Why a list is not in the order that both sides want, or why no such order exists; null if it is right. */
export function ordersFault(lists: Lists, result: Ids, style: ListNode['style']): string | null {
  const idsOf = (all: Entries) => all.map(({ id }) => id);
  const [base, ours, theirs] = [idsOf(lists.base), idsOf(lists.ours), idsOf(lists.theirs)];
  const isInResult = new Set(result);
  const common = base.filter(
    (id) => ours.includes(id) && theirs.includes(id) && isInResult.has(id),
  );
  const [o, t] = [turned(base, ours), turned(base, theirs)];
  return (
    deletedMove(base, ours, theirs) ??
    deletedMove(base, theirs, ours) ??
    commonFault({ base, ours, theirs, common }, result) ??
    sideFault(ours, { base, moved: t, common }, result) ??
    sideFault(theirs, { base, moved: o, common }, result) ??
    (o.size + t.size === 0 ? metFault({ base, ours, theirs }, result, style) : null)
  );
}

/** A move of an entry that the other side deleted would be lost silently. */
function deletedMove(base: Ids, mover: Ids, deleter: Ids): string | null {
  const before = base.filter((id) => mover.includes(id));
  const after = mover.filter((id) => base.includes(id));
  const left = (ids: Ids) => ids.filter((id) => deleter.includes(id)).join();
  const isGone = before.join() !== after.join() && left(before) === left(after);
  return isGone ? 'one side moved what the other one deleted' : null;
}

/** Entries that are on the other side of another entry than in the base. */
function turned(base: Ids, side: Ids): ReadonlySet<string> {
  const found = new Set<string>();
  const shared = base.filter((id) => side.includes(id));
  for (const [index, one] of shared.entries())
    for (const other of shared.slice(index + 1))
      if (side.indexOf(one) > side.indexOf(other)) for (const id of [one, other]) found.add(id);
  return found;
}

function isBefore(ids: Ids, one: string, other: string): boolean {
  return ids.indexOf(one) < ids.indexOf(other);
}

/** For each pair of entries, the side that reversed it decides. */
function commonFault(
  { base, ours, theirs, common }: Record<'base' | 'ours' | 'theirs' | 'common', Ids>,
  result: Ids,
): string | null {
  for (const [index, one] of common.entries())
    for (const other of common.slice(index + 1)) {
      const [b, own, its] = [base, ours, theirs].map((ids) => isBefore(ids, one, other));
      const wanted = own === its || its === b ? own : its;
      if (isBefore(result, one, other) !== wanted)
        return `${one} and ${other} are not in their order`;
    }
  return null;
}

/** Additions stay where their side put them, unless entries around them moved. */
function sideFault(
  side: Ids,
  {
    base,
    moved,
    common,
  }: { readonly base: Ids; readonly moved: ReadonlySet<string>; readonly common: Ids },
  result: Ids,
): string | null {
  for (const id of side) {
    if (base.includes(id) || !result.includes(id)) continue;
    for (const other of side) {
      const isKnown = common.includes(other) ? !moved.has(other) : !base.includes(other);
      if (other === id || !isKnown || !result.includes(other)) continue;
      if (isBefore(result, id, other) !== isBefore(side, id, other))
        return `${id} is not where it was put beside ${other}`;
    }
  }
  return null;
}

/** Entries that both sides added between the same neighbours. */
function metFault(
  { base, ours, theirs }: Record<'base' | 'ours' | 'theirs', Ids>,
  result: Ids,
  style: ListNode['style'],
): string | null {
  const [own, its] = [gapsOf(base, ours), gapsOf(base, theirs)];
  const isLoose = style === 'plain' || style === 'loose';
  for (const [one, [from, to]] of own) {
    const same = its.get(one);
    if (same && (same[0] !== from || same[1] !== to))
      return `both sides put ${one} at different places`;
    for (const [other, [otherFrom, otherTo]] of its) {
      if (one === other || own.has(other) || its.has(one)) continue;
      const isPut = from === to && otherFrom === otherTo && from === otherFrom;
      if (isPut && isLoose) return 'both sides put something at one place';
      const isFirst = to <= otherFrom;
      if (isFirst || otherTo <= from) {
        if (isBefore(result, one, other) !== isFirst)
          return `${one} and ${other} are not in their order`;
      } else return 'both sides replaced the same entries';
    }
  }
  return null;
}

/** For each entry that a side added, the positions in the base between which it was added. */
export function gapsOf(base: Ids, side: Ids): ReadonlyMap<string, readonly [number, number]> {
  return new Map(
    side.flatMap((id, index) => {
      if (base.includes(id)) return [];
      const before = side.slice(0, index).findLast((one) => base.includes(one));
      const after = side.slice(index + 1).find((one) => base.includes(one));
      const from = before === undefined ? 0 : base.indexOf(before) + 1;
      return [[id, [from, after === undefined ? base.length : base.indexOf(after)]] as const];
    }),
  );
}
