import { commentsIn, type Piece, type Pieces, piecesOf } from './flow-pieces.ts';
import * as lines from './source-lines.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** How a collection in `{}` or `[]` is written. */
export interface Style {
  readonly eol: string;
  /** Blanks at the beginning of the line with the opening bracket. */
  readonly outer: string;
  /** Blanks before entries on lines of their own; null where no entry has one. */
  readonly indent: string | null;
  /** What one level more is moved by. */
  readonly unit: string;
  /** Whether nothing in it is on another line. */
  readonly isOneLine: boolean;
  /** Whether the whole file has one line only. */
  readonly isFileOneLine: boolean;
  /** Whether each entry has a line of its own. */
  readonly isByLine: boolean;
  /** Blanks before the first entry, and before others; null where no entry tells. */
  readonly firstLead: string | null;
  readonly nextLead: string | null;
  readonly tail: string;
  /** Between key and value; null where no entry tells. */
  readonly colon: string | null;
}

const DEFAULT_UNIT = '  ';

export function styleOf(parts: Pieces): Style {
  const { text, pieces, from, to } = parts;
  const outer = blanksAt(text, from);
  const own = pieces.filter(isOnOwnLine);
  const [firstOwn] = own;
  const indent = firstOwn ? blanksAt(text, firstOwn.from) : null;
  const unit = indent?.startsWith(outer) ? indent.slice(outer.length) : '';
  const [first, ...more] = pieces;
  const plain = more.find((piece) => isPlainLead(piece.lead));
  const sample = pieces.find(({ slot }) => slot.keyEnd >= 0)?.slot;
  return {
    eol: lines.endOfLine(text),
    outer,
    indent,
    unit: unit === '' ? unitOf(text) : unit,
    isOneLine: !text.slice(from, to).includes('\n'),
    isFileOneLine: lines.lineEnd(text.trimEnd(), 0) >= text.trimEnd().length,
    isByLine: pieces.length > 0 && own.length === pieces.length,
    firstLead: first && isPlainLead(first.lead) ? first.lead : null,
    nextLead: plain?.lead ?? null,
    tail: parts.tail,
    colon: sample ? text.slice(sample.keyEnd, sample.value.range[0]) : null,
  };
}

export function isOnOwnLine(piece: Pick<Piece, 'lead'>): boolean {
  return piece.lead.includes('\n');
}

/** A piece of text from one place as it is indented at another; its first line stands where it is put. */
export function moved(
  text: string,
  from: Pick<Style, 'unit'> & { readonly base: string },
  to: Pick<Style, 'unit' | 'eol'> & { readonly base: string },
): string {
  const [head = '', ...more] = text.split(/\r?\n/);
  const rest = more.map((line) => {
    const own = blanksOf(line);
    // Blanks at the end of a lead stand before an entry.
    const isBlank = own === line && line !== more.at(-1);
    if (isBlank) return line;
    const said = line.slice(own.length);
    if (!own.startsWith(from.base))
      return to.base.slice(0, Math.max(0, to.base.length - from.base.length + own.length)) + said;
    let [deeper, levels] = [own.slice(from.base.length), 0];
    while (from.unit !== '' && deeper.startsWith(from.unit)) {
      deeper = deeper.slice(from.unit.length);
      levels += 1;
    }
    return to.base + to.unit.repeat(levels) + deeper + said;
  });
  return [head, ...rest].join(to.eol);
}

/** How something is written anew: on one line, or by lines below a line with the blanks of `base` before it. */
export interface Anew {
  readonly style: Style;
  readonly base: string | null;
}

/** An entry written anew: all on one line, or every entry in it on a line of its own. */
export function rewritten(text: string, { slot }: Piece, anew: Anew): string {
  const key = slot.keyEnd < 0 ? '' : text.slice(slot.start, slot.keyEnd);
  const between = key === '' ? '' : colonOf(text, slot, anew.style);
  return key + between + valueText(text, slot.value, anew);
}

function colonOf(text: string, slot: Piece['slot'], style: Style): string {
  const own = text.slice(slot.keyEnd, slot.value.range[0]);
  if (own.trim() !== ':') throw new NotStructural('Something stands between a key and its value.');
  return style.colon?.trim() === ':' && !style.colon.includes('\n') ? style.colon : ': ';
}

export function valueText(text: string, tree: Tree, { style, base }: Anew): string {
  const source = text.slice(...tree.range);
  if (tree.kind === 'scalar' || tree.slots.length === 0 || !tree.flow || tree.alias !== null) {
    if (source.includes('\n'))
      throw new NotStructural('A text of several lines has no place here.');
    return source;
  }
  const parts = piecesOf(text, tree);
  const around = [parts.open, parts.tail, ...parts.pieces.flatMap((one) => gapsOf(one))];
  if (around.some((gap) => commentsIn(gap).length > 0))
    throw new NotStructural('A comment would need a line of its own.');
  const inner = base === null ? null : base + style.unit;
  const entries = parts.pieces.map((piece) => rewritten(text, piece, { style, base: inner }));
  const [open, close] = [source[0] ?? '', source.at(-1) ?? ''];
  if (inner === null) {
    const pad = tree.kind === 'map' ? (style.firstLead ?? '') : '';
    return open + pad + entries.join(`,${style.nextLead ?? ' '}`) + pad + close;
  }
  const start = style.eol + inner;
  return `${open}${start}${entries.join(`,${start}`)}${style.eol}${base}${close}`;
}

export function gapsOf({ float, lead, inner, trail }: Piece): readonly string[] {
  return [float, lead, inner, trail];
}

/** Blanks at the beginning of the line that holds an offset. */
export function blanksAt(text: string, at: number): string {
  return blanksOf(text.slice(lines.lineStart(text, at), at));
}

function blanksOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function isPlainLead(lead: string): boolean {
  return lead.trim() === '' && lead.split('\n').length <= 2;
}

/** How the file moves its first line that is moved. */
export function unitOf(text: string): string {
  return /^[ \t]+(?=[^\s*])/m.exec(text)?.[0] ?? DEFAULT_UNIT;
}
