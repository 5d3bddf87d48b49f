import { diffArrays } from 'diff';
import type { Range } from './range.ts';

/** A range that differs between two texts; either side may be empty. */
export interface Difference {
  readonly one: Range;
  readonly other: Range;
}

/** Maximum number of edits between two anchors; with more, the whole range counts as different. */
const MOST_EDITS = 2_000;

/**
 * Line ranges in which two texts differ. Lines that occur exactly once in both are used as anchors, so the cost depends
 * mainly on the size of the differences.
 */
export function differences(one: readonly string[], other: readonly string[]): Difference[] {
  const found: Difference[] = [];
  let at: readonly [number, number] = [0, 0];
  for (const [inOne, inOther] of [...anchors(one, other), [one.length, other.length] as const]) {
    found.push(...within([one, other], [at[0], inOne], [at[1], inOther]));
    at = [inOne + 1, inOther + 1];
  }
  return found;
}

type Texts = readonly [one: readonly string[], other: readonly string[]];

function within([one, other]: Texts, inOne: Range, inOther: Range): Difference[] {
  let [from, to] = inOne;
  let [otherFrom, otherTo] = inOther;
  while (from < to && otherFrom < otherTo && one[from] === other[otherFrom]) {
    from += 1;
    otherFrom += 1;
  }
  while (from < to && otherFrom < otherTo && one[to - 1] === other[otherTo - 1]) {
    to -= 1;
    otherTo -= 1;
  }
  if (from === to && otherFrom === otherTo) return [];
  const whole: Difference = { one: [from, to], other: [otherFrom, otherTo] };
  if (from === to || otherFrom === otherTo) return [whole];
  const parts = diffArrays(one.slice(from, to), other.slice(otherFrom, otherTo), {
    maxEditLength: MOST_EDITS,
  });
  if (!parts) return [whole];
  const found: Difference[] = [];
  let open = null as Difference | null;
  for (const { added, removed, count } of parts) {
    const left: number = from + (added ? 0 : count);
    const right: number = otherFrom + (removed ? 0 : count);
    if (!added && !removed) open = null;
    else {
      if (open) found.pop();
      open = { one: [open?.one[0] ?? from, left], other: [open?.other[0] ?? otherFrom, right] };
      found.push(open);
    }
    [from, otherFrom] = [left, right];
  }
  return found;
}

/** Pairs of lines that occur exactly once in each text: the longest sequence with the same order in both. */
function anchors(one: readonly string[], other: readonly string[]): (readonly [number, number])[] {
  const inOther = onceIn(other);
  const pairs = [...onceIn(one)].flatMap(([line, at]) => {
    const found = inOther.get(line);
    return found === undefined ? [] : [[at, found] as const];
  });
  // Longest increasing subsequence of the positions in the other text.
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  const rankOf = (value: number) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (const [index, [, value]] of pairs.entries()) {
    const rank = rankOf(value);
    before.push(rank > 0 ? ends[rank - 1] : undefined);
    ends[rank] = index;
  }
  const rising: (readonly [number, number])[] = [];
  for (let index = ends.at(-1); index !== undefined; index = before[index]) {
    const pair = pairs[index];
    if (pair) rising.push(pair);
  }
  return rising.reverse();
}

/** Lines that occur exactly once, with their indexes in order. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, index);
  }
  for (const line of repeated) places.delete(line);
  return places;
}
