import type { Collection, Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** An entry of a collection in `{}` or `[]` with what belongs to it; all parts in this order are its text. */
export interface Piece {
  readonly slot: Slot;
  /** Comments above it that belong to no entry, each line behind its line end, and the blank lines below them. */
  readonly float: string;
  /** Blank lines and comments above it, and what stands before it on its own line. */
  readonly lead: string;
  /** Offsets of the entry itself. */
  readonly from: number;
  readonly to: number;
  /** Between the entry and its comma. */
  readonly inner: string;
  /** Behind its comma on the same line, the line end not included; of the last one, also without a comma. */
  readonly trail: string;
}

/** A collection in `{}` or `[]`, taken apart. */
export interface Pieces {
  readonly text: string;
  readonly collection: Collection;
  /** Offsets behind the opening bracket and of the closing one. */
  readonly from: number;
  readonly to: number;
  /** What stands behind the opening bracket on its line, where the first entry is on another. */
  readonly open: string;
  readonly pieces: readonly Piece[];
  /** Behind the last entry and what belongs to it. */
  readonly tail: string;
  readonly hasTrailingComma: boolean;
}

interface Token {
  readonly kind: 'blank' | 'break' | 'line' | 'block' | 'comma';
  readonly text: string;
}

/** What may stand between entries. Only a YAML comment begins with #, only one of JSON with a slash. */
const TOKEN =
  /(?<blank>[ \t]+)|(?<break>\r?\n)|(?<line>(?:\/\/|#)[^\n\r]*)|(?<block>\/\*[\s\S]*?\*\/)|(?<comma>,)/y;

/** Takes a collection apart. Throws NotStructural where it is not certain what a comment or comma belongs to. */
export function piecesOf(text: string, collection: Collection): Pieces {
  const [from, to] = [collection.range[0] + 1, collection.range[1] - 1];
  const { slots } = collection;
  const gaps = [...slots, null].map((slot, index) => {
    const above = slots[index - 1];
    return tokensOf(text.slice(above ? endOf(above) : from, slot ? startOf(slot) : to));
  });
  const [first = [], ...rest] = gaps;
  if (slots.length === 0) {
    const [open, tail] = atLastComment(upToBreak(first));
    return { ...{ text, collection, from, to, open, tail }, pieces: [], hasTrailingComma: false };
  }
  const [openTokens, firstLines] = upToBreak(first);
  const isFirstBelow = firstLines.length > 0;
  const leads = [isFirstBelow ? linesOf(firstLines) : { float: '', lead: textOf(openTokens) }];
  let [tail, hasTrailingComma] = ['', false];
  const ends = rest.map((gap, index) => {
    const comma = gap.findIndex(({ kind }) => kind === 'comma');
    const isLast = index === rest.length - 1;
    const inner = gap.slice(0, Math.max(0, comma));
    const behind = gap.slice(comma + 1);
    if (inner.some(({ kind }) => kind === 'break'))
      throw new NotStructural('A comma stands on a line below its entry.');
    if (behind.some(({ kind }) => kind === 'comma'))
      throw new NotStructural('An entry inside {} or [] is empty.');
    const [same, below] = upToBreak(behind);
    if (isLast) {
      hasTrailingComma = comma >= 0;
      const [trail, end] = atLastComment([same, below]);
      tail = end;
      return { inner: textOf(inner), trail };
    }
    if (below.length > 0) {
      leads.push(linesOf(below));
      return { inner: textOf(inner), trail: textOf(same) };
    }
    if (same.some(({ kind, text: comment }) => kind === 'block' && comment.includes('\n')))
      throw new NotStructural('A comment begins behind one entry and ends before another.');
    leads.push({ float: '', lead: textOf(same) });
    return { inner: textOf(inner), trail: '' };
  });
  const pieces = slots.map((slot, index): Piece => {
    const [lead, end] = [leads[index], ends[index]];
    if (!lead || !end) throw new Error('Every entry has what stands before and behind it.');
    return { slot, from: startOf(slot), to: endOf(slot), ...lead, ...end };
  });
  const open = isFirstBelow ? textOf(openTokens) : '';
  return { text, collection, from, to, open, pieces, tail, hasTrailingComma };
}

/** Comments in what stands between entries. */
export function commentsIn(gap: string): readonly string[] {
  return tokensOf(gap).flatMap((token) => (isComment(token) ? [token.text.trimEnd()] : []));
}

/** Whether what comes next would become part of a comment. */
export function endsInComment(gap: string): boolean {
  return tokensOf(gap).at(-1)?.kind === 'line';
}

/** Lines with comments only, each behind its line end; without the last line, on which an entry stands. */
export function commentLines(
  lead: string,
): readonly { text: string; comments: readonly string[] }[] {
  const lines = splitLines(tokensOf(lead));
  return lines.slice(0, -1).flatMap((line) => {
    const comments = commentsIn(textOf(line));
    return comments.length > 0 ? [{ text: textOf(line), comments }] : [];
  });
}

/** The last line of a lead, with its line end: what stands before an entry and nothing of what is above it. */
export function lastLine(lead: string): string {
  return textOf(splitLines(tokensOf(lead)).at(-1) ?? []);
}

function startOf(slot: Slot): number {
  return slot.start >= 0 ? slot.start : slot.value.range[0];
}

/** A key without a value has none behind it. */
function endOf(slot: Slot): number {
  return Math.max(slot.value.range[1], slot.keyEnd, slot.start);
}

function tokensOf(gap: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < gap.length; at = TOKEN.lastIndex) {
    const groups = TOKEN.exec(gap)?.groups;
    const found = groups && Object.entries(groups).find(([, text]) => text !== undefined);
    // Anchors, tags and explicit keys would have to move along with their entry.
    if (!found)
      throw new NotStructural(
        gap[at] === '\r'
          ? 'A line inside {} or [] ends with a carriage return alone.'
          : 'An entry inside {} or [] has a name or a tag.',
      );
    tokens.push({ kind: found[0] as Token['kind'], text: found[1] });
  }
  return tokens;
}

function isComment({ kind }: Token): boolean {
  return kind === 'line' || kind === 'block';
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

type Halves = readonly [readonly Token[], readonly Token[]];

function upToBreak(tokens: readonly Token[]): Halves {
  const at = tokens.findIndex(({ kind }) => kind === 'break');
  return at < 0 ? [tokens, []] : [tokens.slice(0, at), tokens.slice(at)];
}

/** Where all is on one line, blanks before the closing bracket belong to that. */
function atLastComment([same, below]: Halves): readonly [string, string] {
  if (below.length > 0) return [textOf(same), textOf(below)];
  const end = same.findLastIndex(isComment) + 1;
  return [textOf(same.slice(0, end)), textOf(same.slice(end))];
}

/** Each line with the line end before it. */
function splitLines(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const lines: Token[][] = [];
  for (const token of tokens) {
    if (token.kind === 'break' || lines.length === 0) lines.push([]);
    lines.at(-1)?.push(token);
  }
  return lines;
}

/** Comments right above an entry are its own; those with blank lines below them belong to none. */
function linesOf(tokens: readonly Token[]): Pick<Piece, 'float' | 'lead'> {
  const lines = splitLines(tokens);
  const hasComment = (index: number) => lines[index]?.some(isComment) === true;
  let start = lines.length - 1;
  while (start > 0 && hasComment(start - 1)) start -= 1;
  const isAnyAbove = lines.slice(0, start).some((line) => line.some(isComment));
  const [float, lead] = isAnyAbove ? [lines.slice(0, start), lines.slice(start)] : [[], lines];
  return { float: float.map(textOf).join(''), lead: lead.map(textOf).join('') };
}
