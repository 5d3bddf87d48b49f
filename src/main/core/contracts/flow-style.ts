import { commentsIn, type Piece, type Pieces, piecesOf } from './flow-pieces.ts';
import * as lines from './source-lines.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** Formatting of a flow collection (`{}` or `[]`). */
export interface Style {
  readonly eol: string;
  /** Indentation of the line with the opening bracket. */
  readonly outer: string;
  /** Indentation of entries that start a line; null if none does. */
  readonly indent: string | null;
  /** Indentation of one level. */
  readonly unit: string;
  /** Whether the collection is on one line. */
  readonly isOneLine: boolean;
  /** Whether the whole file is on one line. */
  readonly isFileOneLine: boolean;
  /** Whether every entry starts a line. */
  readonly isByLine: boolean;
  /** Space before the first entry and before the others; null if no entry shows it. */
  readonly firstLead: string | null;
  readonly nextLead: string | null;
  readonly tail: string;
  /** Text between key and value; null if no entry shows it. */
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

/** Re-indents text for another place; its first line is not indented. */
export function moved(
  text: string,
  from: Pick<Style, 'unit'> & { readonly base: string },
  to: Pick<Style, 'unit' | 'eol'> & { readonly base: string },
): string {
  const [head = '', ...more] = text.split(/\r?\n/);
  const rest = more.map((line) => {
    const own = blanksOf(line);
    // The last line of an entry's leading text may be blank but must be indented.
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

/** How to reformat a value: on one line if `base` is null, else with one entry per line and indented by `base`. */
export interface Anew {
  readonly style: Style;
  readonly base: string | null;
}

/** Reformats an entry: all on one line, or every nested entry on its own line. */
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
      throw new NotStructural('A text of several lines cannot be written on one line.');
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

/** Indentation of the line that contains an offset. */
export function blanksAt(text: string, at: number): string {
  return blanksOf(text.slice(lines.lineStart(text, at), at));
}

function blanksOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function isPlainLead(lead: string): boolean {
  return lead.trim() === '' && lead.split('\n').length <= 2;
}

/** Indentation unit of a file: that of its first indented line. */
export function unitOf(text: string): string {
  return /^[ \t]+(?=[^\s*])/m.exec(text)?.[0] ?? DEFAULT_UNIT;
}
