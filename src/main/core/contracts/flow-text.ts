import { type CommentLedger, commentsAbove, withoutComments } from './flow-comments.ts';
import { commentsIn, endsInComment, type Piece, type Pieces } from './flow-pieces.ts';
import {
  blanksAt,
  gapsOf,
  isOnOwnLine,
  moved,
  rewritten,
  type Style,
  styleOf,
} from './flow-style.ts';
import { NotStructural } from './types.ts';

/** An entry of ours, or an entry of theirs that is added. */
export type Entry =
  | { readonly side: 'ours'; readonly piece: Piece; readonly isGone: boolean }
  | { readonly side: 'theirs'; readonly piece: Piece; readonly from: Taken };

/** The collection of theirs that an added entry comes from. */
export interface Taken {
  readonly parts: Pieces;
  readonly style: Style;
}

/** Text to write before an entry of ours that stays, or before the closing bracket if `next` is null. */
interface Gap {
  readonly text: string;
  readonly next: Piece | null;
}

/** Text to write for an entry; `body` is null for an entry of ours, which keeps its bytes. */
interface Written extends Pick<Piece, 'float' | 'lead' | 'inner' | 'trail'> {
  readonly entry: Entry;
  readonly body: string | null;
}

/** Writes a collection whose entries are kept, added and deleted. */
export class FlowText {
  readonly #ours: Pieces;
  readonly #entries: readonly Entry[];
  readonly #ledger: CommentLedger;
  readonly #style: Style;

  constructor(ours: Pieces, entries: readonly Entry[], ledger: CommentLedger) {
    this.#ours = ours;
    this.#entries = entries;
    this.#ledger = ledger;
    this.#style = styleOf(ours);
  }

  gaps(): readonly Gap[] {
    const frame = this.#frame();
    let { tail } = frame;
    const written: (Written | string)[] = [];
    let isFirst = true;
    for (const entry of this.#entries) {
      if (entry.side === 'ours' && entry.isGone) {
        const stays = entry.piece.float + this.#ledger.staying(entry.piece);
        if (stays !== '') written.push(stays);
        continue;
      }
      written.push(entry.side === 'ours' ? this.#own(entry, isFirst) : this.#added(entry, isFirst));
      isFirst = false;
    }
    tail = this.#takeOver(written, tail);
    return this.#joined(written, frame.open, tail);
  }

  /** Joins entries with commas after all but the last, and never puts a comma inside a comment. */
  #joined(written: readonly (Written | string)[], open: string, tail: string): Gap[] {
    const last = written.findLastIndex((one) => typeof one !== 'string');
    const gaps: Gap[] = [];
    let [text, isInComment] = [open, endsInComment(open)];
    const add = (piece: string, indent: string) => {
      if (piece === '') return;
      if (isInComment && !/^\r?\n/.test(piece))
        text += this.#style.eol + indent + piece.replace(/^[ \t]+/, '');
      else text += piece;
      isInComment = endsInComment(piece);
    };
    const inner = this.#style.indent ?? this.#style.outer + this.#style.unit;
    for (const [index, one] of written.entries()) {
      if (typeof one === 'string') {
        add(one, inner);
        continue;
      }
      add(one.float + one.lead, inner);
      if (isInComment) text += this.#style.eol + inner;
      if (one.body === null) {
        gaps.push({ text, next: one.entry.piece });
        text = '';
      } else text += one.body;
      isInComment = false;
      const comma = index === last && !this.#ours.hasTrailingComma ? '' : ',';
      text += one.inner + comma;
      add(one.trail, inner);
    }
    const isEmpty =
      last < 0 && this.#ours.pieces.length > 0 && text.trim() === '' && tail.trim() === '';
    if (!isEmpty) add(tail, this.#style.outer);
    if (isInComment) text += this.#style.eol + this.#style.outer;
    return [...gaps, { text: isEmpty ? '' : text, next: null }];
  }

  /** If ours is empty, its first entries are formatted as in theirs. */
  #frame(): Pick<Pieces, 'open' | 'tail'> {
    const { open, tail, pieces } = this.#ours;
    const source = this.#entries.find((entry) => entry.side === 'theirs');
    const isFilled = pieces.length === 0 && source?.side === 'theirs';
    if (!isFilled || commentsIn(open + tail).length > 0) return { open, tail };
    const { parts } = source.from;
    const comments = commentsIn(parts.open + parts.tail);
    if (!comments.every((comment) => this.#ledger.isOnlyTheirs(comment)))
      throw new NotStructural(
        'A comment next to new entries may belong to the entries or to the collection.',
      );
    return { open: parts.open, tail: this.#atOuter(parts.tail, source.from.style) };
  }

  #atOuter(text: string, other: Style): string {
    const { outer, unit, eol } = this.#style;
    return moved(text, { base: other.outer, unit: other.unit }, { base: outer, unit, eol });
  }

  /** An entry of ours keeps the text around it, unless it becomes or stops being the first. */
  #own(entry: Extract<Entry, { side: 'ours' }>, isFirst: boolean): Written {
    const { piece } = entry;
    const { float, inner, trail } = piece;
    const wasFirst = this.#ours.pieces[0] === piece;
    const lead = isFirst === wasFirst ? piece.lead : this.#leadAt(piece.lead, isFirst);
    return { entry, float, lead, inner, trail, body: null };
  }

  /** Leading text of an entry, at the start of the collection or after another entry. */
  #leadAt(lead: string, isFirst: boolean): string {
    const usual = isFirst ? this.#style.firstLead : this.#style.nextLead;
    if (lead.trim() === '') return usual ?? (isFirst ? lead.replace(BLANK_LINES, '') : lead || ' ');
    return isFirst ? lead.replace(BLANK_LINES, '') : lead;
  }

  #added(entry: Extract<Entry, { side: 'theirs' }>, isFirst: boolean): Written {
    const { piece } = entry;
    const { parts, style: other } = entry.from;
    const style = this.#style;
    if (style.isOneLine && this.#ours.pieces.length > 0) return this.#onOneLine(entry, isFirst);
    const isOwn = style.isByLine || isOnOwnLine(piece);
    const [base, unit] = [blanksAt(parts.text, piece.from), other.unit];
    const deep = style.indent ?? style.outer + style.unit;
    const to = { base: isOwn ? deep : style.outer, unit: style.unit, eol: style.eol };
    const place = (text: string) => moved(text, { base, unit }, to);
    const float = commentsIn(piece.float).every((one) => this.#ledger.isOnlyTheirs(one))
      ? place(piece.float)
      : '';
    const source = parts.text.slice(piece.from, piece.to);
    const isMinified = isOwn && other.isFileOneLine && !style.isFileOneLine;
    const body = isMinified ? rewritten(parts.text, piece, { style, base: deep }) : place(source);
    const { inner, trail } = piece;
    const lead = this.#leadOfAdded(place(piece.lead), { isFirst, isOwn, entry, deep });
    return { entry, float, lead, inner, trail, body };
  }

  #leadOfAdded(
    lead: string,
    how: {
      isFirst: boolean;
      isOwn: boolean;
      entry: Extract<Entry, { side: 'theirs' }>;
      deep: string;
    },
  ): string {
    const { isFirst, isOwn, entry, deep } = how;
    const wasFirst = entry.from.parts.pieces[0] === entry.piece;
    if (lead.trim() !== '') {
      const below =
        isOwn && !lead.includes('\n') ? this.#style.eol + deep + lead.trimStart() : lead;
      return isFirst ? below.replace(BLANK_LINES, '') : below;
    }
    if (isOwn && !lead.includes('\n')) return this.#style.eol + deep;
    if (isFirst === wasFirst && !isFirst) return lead;
    const usual = isFirst ? this.#style.firstLead : this.#style.nextLead;
    if (usual !== null) return usual;
    if (isFirst) return lead.replace(BLANK_LINES, '');
    return isOwn ? lead : ' ';
  }

  #onOneLine(entry: Extract<Entry, { side: 'theirs' }>, isFirst: boolean): Written {
    const { piece } = entry;
    const { parts, style: other } = entry.from;
    const style = this.#style;
    const isLong = gapsOf(piece).some((gap) =>
      commentsIn(gap).some((one) => !isInlineComment(one)),
    );
    if (isLong || piece.float.trim() !== '')
      throw new NotStructural('A comment would need a line of its own.');
    const source = parts.text.slice(piece.from, piece.to);
    const isOther = source.includes('\n') || (style.isFileOneLine && !other.isFileOneLine);
    const body = isOther ? rewritten(parts.text, piece, { style, base: null }) : source;
    const comments = commentsIn(piece.lead).join(' ');
    const own = isOnOwnLine(piece) || parts.pieces[0] === piece ? ' ' : piece.lead;
    const usual = isFirst ? (style.firstLead ?? '') : (style.nextLead ?? own);
    const lead = comments === '' ? usual : `${usual || ' '}${comments} `;
    return { entry, float: '', lead, inner: piece.inner, trail: piece.trail.trimEnd(), body };
  }

  /**
   * If theirs inserted an entry between a comment and the entry below it, keeps the comment above the new entry.
   * Returns what remains of the collection's tail.
   */
  #takeOver(written: (Written | string)[], tail: string): string {
    let left = tail;
    for (const [index, one] of written.entries()) {
      if (typeof one === 'string' || one.entry.side !== 'theirs') continue;
      const next = written[index + 1];
      const { piece } = one.entry;
      if (next !== undefined && typeof next !== 'string' && next.entry.side === 'ours') {
        const isSame = (part: string, other: string) =>
          part.trim() !== '' && String(commentsIn(part)) === String(commentsIn(other));
        if (isSame(piece.float, next.float)) {
          written[index] = { ...one, float: next.float };
          written[index + 1] = { ...next, float: '' };
        } else if (
          isSame(piece.lead, next.lead) &&
          this.#ledger.isTakenOver(commentsAbove(piece.lead))
        )
          written[index + 1] = { ...next, lead: withoutComments(next.lead) };
      } else if (next === undefined && this.#ledger.isTakenOver(commentsAbove(piece.lead))) {
        if (String(commentsIn(left)) === String(commentsAbove(piece.lead)))
          left = withoutComments(left);
      }
    }
    return left;
  }
}

/** Blank lines at the start of an entry's leading text, without its last line break. */
const BLANK_LINES = /^(?:[ \t]*\r?\n)+(?=[ \t]*\r?\n)/;

function isInlineComment(comment: string): boolean {
  return comment.startsWith('/*') && !comment.includes('\n');
}
