import { diff } from '@codemirror/merge';

/** Lines `[fromA, toA)` of one text stand where lines `[fromB, toB)` of the other do; 0-based. */
export interface LineChange {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Every distinct line is one character to the comparison; below the surrogates there is room for this many. */
const DISTINCT = 0xd000;
const SCAN_LIMIT = 5000;

/** Where two texts differ, by whole lines. */
export function lineDiff(a: readonly string[], b: readonly string[]): readonly LineChange[] {
  const numbers = new Map<string, number>();
  const coded = (lines: readonly string[]) =>
    lines
      .map((line) => {
        const number = numbers.get(line) ?? numbers.size;
        numbers.set(line, number);
        return String.fromCharCode(1 + (number % DISTINCT));
      })
      .join('');
  return diff(coded(a), coded(b), { scanLimit: SCAN_LIMIT }).map(({ fromA, toA, fromB, toB }) => ({
    fromA,
    toA,
    fromB,
    toB,
  }));
}

/** The place in B of a place in A, in lines with fractions: straight between the changes, stretched inside them. */
export function placeIn(changes: readonly LineChange[], line: number): number {
  let shift = 0;
  for (const { fromA, toA, fromB, toB } of changes) {
    if (line < fromA) break;
    if (line < toA) return fromB + ((line - fromA) / (toA - fromA)) * (toB - fromB);
    shift = toB - toA;
  }
  return line + shift;
}
