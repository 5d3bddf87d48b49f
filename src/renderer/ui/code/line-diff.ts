import { diff } from '@codemirror/merge';

/** Lines `[fromA, toA)` of text A correspond to lines `[fromB, toB)` of text B; 0-based. */
export interface LineChange {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** The comparison encodes each distinct line as one character; this many fit below the surrogates. */
const DISTINCT = 0xd000;
const SCAN_LIMIT = 5000;

/** The differences of two texts by whole lines. */
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

/** Maps a fractional line of A to a line of B: shifted between changes, interpolated within a change. */
export function placeIn(changes: readonly LineChange[], line: number): number {
  let shift = 0;
  for (const { fromA, toA, fromB, toB } of changes) {
    if (line < fromA) break;
    if (line < toA) return fromB + ((line - fromA) / (toA - fromA)) * (toB - fromB);
    shift = toB - toA;
  }
  return line + shift;
}
