import { type Difference, differences } from './line-diff.ts';
import type { Range } from './range.ts';
import { endOfLine } from './source-lines.ts';
import type { MarkerOptions } from './types.ts';

/** The merged contract with each version's entries at every conflict; the texts are equal elsewhere. */
interface Results {
  readonly ours: string;
  readonly theirs: string;
  /** With the base's entries; null if that cannot be written. */
  readonly base: string | null;
}

/** git's default labels and style. */
export const PLAIN_MARKERS: MarkerOptions = {
  labels: { ours: 'ours', base: 'base', theirs: 'theirs' },
  style: 'merge',
  size: 7,
};

/** One conflict, as ranges of lines. */
interface Block {
  readonly ours: Range;
  readonly theirs: Range;
  readonly base: Range | null;
}

/**
 * Maximum number of lines without letters or digits (such as `},`) between two conflicts that are joined into one, as
 * git does.
 */
const MOST_BETWEEN = 3;

/**
 * Writes conflict markers around exactly the lines in which the results differ. Taking one side of every conflict gives
 * that side's result byte for byte, except for a missing final line break: a marker needs its own line. Equal results
 * give no markers.
 */
export function conflictText(
  { ours, theirs, base }: Results,
  { labels, style, size }: MarkerOptions = PLAIN_MARKERS,
): string {
  const eol = endOfLine(ours === '' ? theirs : ours);
  const own = linesOf(ours, eol);
  const other = linesOf(theirs, eol);
  const before = style === 'merge' || base === null ? null : linesOf(base, eol);
  const marker = (sign: string, label: string) =>
    `${sign.repeat(size)}${label === '' ? '' : ` ${label}`}${eol}`;
  const blocks = before
    ? blocksOfThree({ ours: own, theirs: other, base: before }, style === 'zdiff3')
    : blocksOfTwo(own, other);
  let [text, at] = ['', 0];
  for (const block of blocks) {
    text += own.slice(at, block.ours[0]).join('');
    text += marker('<', labels.ours) + own.slice(...block.ours).join('');
    if (before && block.base)
      text += marker('|', labels.base) + before.slice(...block.base).join('');
    text += marker('=', '') + other.slice(...block.theirs).join('') + marker('>', labels.theirs);
    at = block.ours[1];
  }
  text += own.slice(at).join('');
  const isMarkedLast = at === own.length && blocks.length > 0;
  return isMarkedLast || ours === '' || ours.endsWith('\n') ? text : text.slice(0, -eol.length);
}

/** Splits into lines with their line ends; completes the last line, so that it equals the same line elsewhere. */
function linesOf(text: string, eol: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text : text + eol).split(/(?<=\n)/);
}

function blocksOfTwo(ours: readonly string[], theirs: readonly string[]): Block[] {
  const found = differences(ours, theirs);
  let floor: readonly [number, number] = [0, 0];
  const moved = found.map((one) => {
    const block = asEntry(one, [ours, theirs], floor);
    floor = [block.one[1], block.other[1]];
    return block;
  });
  const blocks: Block[] = [];
  for (const { one, other } of moved) {
    const last = blocks.at(-1);
    const between = last ? ours.slice(last.ours[1], one[0]) : [];
    const isNear =
      between.length <= MOST_BETWEEN && !between.some((line) => /[\p{L}\p{N}]/u.test(line));
    if (last && isNear) {
      blocks.pop();
      blocks.push({ ours: [last.ours[0], one[1]], theirs: [last.theirs[0], other[1]], base: null });
    } else blocks.push({ ours: one, theirs: other, base: null });
  }
  return blocks;
}

/**
 * Moves a range of added lines up so that it starts at an entry: an added range can often start at several lines,
 * because the next entry starts alike. Chooses the least indented line.
 */
function asEntry(
  difference: Difference,
  [ours, theirs]: readonly [readonly string[], readonly string[]],
  floor: readonly [number, number],
): Difference {
  const { one, other } = difference;
  const isOurs = other[0] === other[1];
  if (!isOurs && one[0] !== one[1]) return difference;
  const [lines, [from, to]] = isOurs ? [ours, one] : [theirs, other];
  const most = Math.min(one[0] - floor[0], other[0] - floor[1]);
  let best = { by: 0, indent: indentOf(lines[from]) };
  for (let by = 1; by <= most && lines[from - by] === lines[to - by]; by += 1) {
    const indent = indentOf(lines[from - by]);
    if (indent < best.indent) best = { by, indent };
  }
  const { by } = best;
  return { one: [one[0] - by, one[1] - by], other: [other[0] - by, other[1] - by] };
}

/** A line with only a closing bracket cannot start an entry. */
function indentOf(line = ''): number {
  return /^\s*(?:[\]}]|$)/.test(line) ? Number.POSITIVE_INFINITY : line.search(/\S/);
}

interface ThreeLines {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly base: readonly string[];
}

/** Ranges where a side differs from the base. `isTrimmed` drops the lines that both sides begin and end with. */
function blocksOfThree({ ours, theirs, base }: ThreeLines, isTrimmed: boolean): Block[] {
  const hunks = [
    ...differences(base, ours).map((one) => ({ ...one, side: 0 as const })),
    ...differences(base, theirs).map((one) => ({ ...one, side: 1 as const })),
  ].sort((a, b) => a.one[0] - b.one[0] || a.one[1] - b.one[1]);
  const groups: { from: number; to: number; grown: [number, number] }[] = [];
  for (const { one, other, side } of hunks) {
    let last = groups.at(-1);
    if (!last || one[0] > last.to) {
      last = { from: one[0], to: one[1], grown: [0, 0] };
      groups.push(last);
    }
    last.to = Math.max(last.to, one[1]);
    last.grown[side] += other[1] - other[0] - (one[1] - one[0]);
  }
  const shift: [number, number] = [0, 0];
  return groups.flatMap(({ from, to, grown }): Block[] => {
    const range = (side: 0 | 1): Range => {
      const start = from + shift[side];
      shift[side] += grown[side];
      return [start, to + shift[side]];
    };
    const block = { ours: range(0), theirs: range(1), base: [from, to] as const };
    const inner = trimmed(block, ours, theirs);
    const isSame = inner.ours[0] === inner.ours[1] && inner.theirs[0] === inner.theirs[1];
    if (isSame) return [];
    return [isTrimmed ? inner : block];
  });
}

function trimmed(block: Block, ours: readonly string[], theirs: readonly string[]): Block {
  let [from, to] = block.ours;
  let [otherFrom, otherTo] = block.theirs;
  while (from < to && otherFrom < otherTo && ours[from] === theirs[otherFrom]) {
    from += 1;
    otherFrom += 1;
  }
  while (from < to && otherFrom < otherTo && ours[to - 1] === theirs[otherTo - 1]) {
    to -= 1;
    otherTo -= 1;
  }
  return { ...block, ours: [from, to], theirs: [otherFrom, otherTo] };
}
