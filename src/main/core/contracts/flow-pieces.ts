import type { Collection, Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** An entry of a flow collection (`{}` or `[]`) with the text around it. The parts in this order make up its text. */
export interface Piece {
  readonly slot: Slot;
  /** Comments above it that belong to no entry, each with the line break before it, and the blank lines below them. */
  readonly float: string;
  /** Blank lines and comments directly above it, and the text before it on its line. */
  readonly lead: string;
  /** Offsets of the entry itself. */
  readonly from: number;
  readonly to: number;
  /** Between the entry and its comma. */
  readonly inner: string;
  /** After its comma on the same line, without the line break; for the last entry, also if there is no comma. */
  readonly trail: string;
}

/** A flow collection (`{}` or `[]`), taken apart. */
export interface Pieces {
  readonly text: string;
  readonly collection: Collection;
  /** Offset after the opening bracket, and offset of the closing bracket. */
  readonly from: number;
  readonly to: number;
  /** Text after the opening bracket on its line, if the first entry is on a later line. */
  readonly open: string;
  readonly pieces: readonly Piece[];
  /** Text after the last entry and its parts. */
  readonly tail: string;
  readonly hasTrailingComma: boolean;
}

interface Token {
  readonly kind: 'blank' | 'break' | 'line' | 'block' | 'comma';
  readonly text: string;
}

/** Tokens allowed between entries. Only YAML comments begin with #, only JSON comments with a slash. */
const TOKEN =
  /(?<blank>[ \t]+)|(?<break>\r?\n)|(?<line>(?:\/\/|#)[^\n\r]*)|(?<block>\/\*[\s\S]*?\*\/)|(?<comma>,)/y;

/** Takes a collection apart. Throws NotStructural if it is ambiguous what a comment or comma belongs to. */
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
      throw new NotStructural('A comma is on a line below its entry.');
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
      throw new NotStructural('A comment starts after one entry and ends before another.');
    leads.push({ float: '', lead: textOf(same) });
    return { inner: textOf(inner), trail: '' };
  });
  const pieces = slots.map((slot, index): Piece => {
    const [lead, end] = [leads[index], ends[index]];
    if (!lead || !end) throw new Error('An entry lacks the text around it.');
    return { slot, from: startOf(slot), to: endOf(slot), ...lead, ...end };
  });
  const open = isFirstBelow ? textOf(openTokens) : '';
  return { text, collection, from, to, open, pieces, tail, hasTrailingComma };
}

/** Comments in the text between entries. */
export function commentsIn(gap: string): readonly string[] {
  return tokensOf(gap).flatMap((token) => (isComment(token) ? [token.text.trimEnd()] : []));
}

/** Whether following text would become part of a line comment. */
export function endsInComment(gap: string): boolean {
  return tokensOf(gap).at(-1)?.kind === 'line';
}

/** Lines that contain only comments, each with the line break before it; without the last line, which has the entry. */
export function commentLines(
  lead: string,
): readonly { text: string; comments: readonly string[] }[] {
  const lines = splitLines(tokensOf(lead));
  return lines.slice(0, -1).flatMap((line) => {
    const comments = commentsIn(textOf(line));
    return comments.length > 0 ? [{ text: textOf(line), comments }] : [];
  });
}

/** The last line of the text before an entry, with the line break before it. */
export function lastLine(lead: string): string {
  return textOf(splitLines(tokensOf(lead)).at(-1) ?? []);
}

function startOf(slot: Slot): number {
  return slot.start >= 0 ? slot.start : slot.value.range[0];
}

/** For a key without a value, the end of the key. */
function endOf(slot: Slot): number {
  return Math.max(slot.value.range[1], slot.keyEnd, slot.start);
}

function tokensOf(gap: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < gap.length; at = TOKEN.lastIndex) {
    const groups = TOKEN.exec(gap)?.groups;
    const found = groups && Object.entries(groups).find(([, text]) => text !== undefined);
    // Reject anchors, tags and explicit keys: they would have to move with their entry.
    if (!found)
      throw new NotStructural(
        gap[at] === '\r'
          ? 'A line inside {} or [] ends with only a carriage return.'
          : 'An entry inside {} or [] has an anchor or a tag.',
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

/** On a single line, spaces before the closing bracket belong to the bracket. */
function atLastComment([same, below]: Halves): readonly [string, string] {
  if (below.length > 0) return [textOf(same), textOf(below)];
  const end = same.findLastIndex(isComment) + 1;
  return [textOf(same.slice(0, end)), textOf(same.slice(end))];
}

/** Splits into lines, each with the line break before it. */
function splitLines(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const lines: Token[][] = [];
  for (const token of tokens) {
    if (token.kind === 'break' || lines.length === 0) lines.push([]);
    lines.at(-1)?.push(token);
  }
  return lines;
}

/** Comments directly above an entry belong to it; comments followed by a blank line belong to no entry. */
function linesOf(tokens: readonly Token[]): Pick<Piece, 'float' | 'lead'> {
  const lines = splitLines(tokens);
  const hasComment = (index: number) => lines[index]?.some(isComment) === true;
  let start = lines.length - 1;
  while (start > 0 && hasComment(start - 1)) start -= 1;
  const isAnyAbove = lines.slice(0, start).some((line) => line.some(isComment));
  const [float, lead] = isAnyAbove ? [lines.slice(0, start), lines.slice(start)] : [[], lines];
  return { float: float.map(textOf).join(''), lead: lead.map(textOf).join('') };
}
