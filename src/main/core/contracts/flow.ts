import { CommentLedger } from './flow-comments.ts';
import { type Met, withComments } from './flow-kept.ts';
import { commentsIn, type Piece, piecesOf } from './flow-pieces.ts';
import { styleOf } from './flow-style.ts';
import { type Entry, FlowText, type Taken } from './flow-text.ts';
import type { Change } from './merged.ts';
import type { Collection, Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export type FlowChange = Extract<Change, { kind: 'insert' | 'delete' }>;

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Final entries of a collection, in order; entries of ours that are not listed are deleted. */
export interface FlowOrder {
  readonly into: Collection;
  readonly from: Collection;
  /** An entry with only `theirs` is added; if both are set, the bytes of ours are kept. */
  readonly entries: readonly { readonly ours?: Slot; readonly theirs?: Slot }[];
}

export interface FlowPlaces {
  /** The entry of ours that an added entry follows; null for the beginning. */
  placeAfter(added: Extract<Change, { kind: 'insert' }>): Slot | null;
  /** Collection whose comment changes in theirs are applied; without it, comments of ours are kept. */
  readonly met?: Met | undefined;
}

/**
 * Adds and deletes entries of one flow collection (`{}` or `[]`) with their comments. Rewrites only the text between
 * remaining entries, to get commas right; entries keep their bytes. Throws NotStructural if it is ambiguous what a
 * comment belongs to.
 */
export function flowEdits(
  texts: Texts,
  changes: readonly FlowChange[],
  { placeAfter, met }: FlowPlaces,
): Edit[] {
  const [first] = changes;
  const own = first?.kind === 'insert' ? first.into : first?.from;
  const ours = met ? withComments(texts, met) : own && piecesOf(texts.ours, own);
  if (!ours) return [];
  const inserts = changes.filter((one) => one.kind === 'insert');
  const deleted = new Set(changes.flatMap((one) => (one.kind === 'delete' ? [one.slot] : [])));
  const source = new Source(texts.theirs);
  const added = new Map<Slot | null, Entry[]>();
  for (const one of inserts) {
    const after = placeAfter(one);
    added.set(after, [...(added.get(after) ?? []), source.entry(one.from, one.slot)]);
  }
  const entries: Entry[] = [...(added.get(null) ?? [])];
  for (const piece of ours.pieces) {
    entries.push({ side: 'ours', piece, isGone: deleted.has(piece.slot) });
    entries.push(...(added.get(piece.slot) ?? []));
  }
  const ledger = ledgerOf(texts, entries);
  const gaps = new FlowText(ours, entries, ledger).gaps();
  let at = ours.from;
  return gaps.flatMap(({ text, next }): Edit[] => {
    const [from, to] = [at, next?.from ?? ours.to];
    at = next?.to ?? ours.to;
    return text === texts.ours.slice(from, to) ? [] : [{ from, to, text }];
  });
}

/**
 * Reorders the entries of a collection as one edit of ours. `inner` are edits inside entries of ours; the result
 * includes them.
 */
export function orderedEdit(texts: Texts, order: FlowOrder, inner: readonly Edit[]): Edit {
  const ours = piecesOf(texts.ours, order.into);
  const theirs = piecesOf(texts.theirs, order.from);
  if ([ours, theirs].some(({ pieces }) => pieces.some(({ float }) => float !== '')))
    throw new NotStructural('A comment between moved entries belongs to none of them.');
  const [first] = ours.pieces;
  const at = order.entries.findIndex((one) => first && one.ours === first.slot);
  const other = theirs.pieces.find(({ slot }) => slot === order.entries[at]?.theirs);
  // A comment above the first entry may be about the whole collection; it belongs to the entry only if theirs moved it
  // with the entry.
  if (first && at > 0 && String(commentsIn(first.lead)) !== String(commentsIn(other?.lead ?? '')))
    throw new NotStructural(
      'A comment above the first entry may belong to the entry or to the whole collection.',
    );
  const source = new Source(texts.theirs);
  const own = bySlotOf(ours.pieces);
  const entries = order.entries.map((one): Entry => {
    const piece = one.ours && own.get(one.ours);
    if (piece) return { side: 'ours', piece, isGone: false };
    if (!one.theirs) throw new Error('The entry is on neither side.');
    return source.entry(order.from, one.theirs);
  });
  const named = new Set(entries.map(({ piece }) => piece));
  const gone = ours.pieces.filter((piece) => !named.has(piece));
  const all = [
    ...entries,
    ...gone.map((piece) => ({ side: 'ours', piece, isGone: true }) as const),
  ];
  const gaps = new FlowText(ours, all, ledgerOf(texts, all)).gaps();
  const text = gaps.map(
    ({ text: gap, next }) => gap + (next ? edited(texts.ours, next, inner) : ''),
  );
  return { from: ours.from, to: ours.to, text: text.join('') };
}

function edited(text: string, { from, to }: Piece, edits: readonly Edit[]): string {
  const own = edits.filter((edit) => edit.from >= from && edit.to <= to);
  let [result, at] = ['', from];
  for (const edit of own.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (edit.from < at) throw new NotStructural('Two changes overlap.');
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at, to);
}

function ledgerOf(texts: Texts, entries: readonly Entry[]): CommentLedger {
  const gone = entries.flatMap((one) => (one.side === 'ours' && one.isGone ? [one.piece] : []));
  const added = entries.flatMap((one) => (one.side === 'theirs' ? [one.piece] : []));
  return new CommentLedger(texts, gone, added);
}

/** Entries of theirs; takes each of their collections apart only once. */
class Source {
  readonly #text: string;
  readonly #known = new Map<Collection, Taken & { readonly bySlot: ReadonlyMap<Slot, Piece> }>();

  constructor(text: string) {
    this.#text = text;
  }

  entry(collection: Collection, slot: Slot): Entry {
    const from = this.#known.get(collection) ?? this.#takeApart(collection);
    this.#known.set(collection, from);
    const piece = from.bySlot.get(slot);
    if (!piece) throw new Error('The collection does not contain the entry.');
    return { side: 'theirs', piece, from };
  }

  #takeApart(collection: Collection) {
    if (!collection.flow) throw new NotStructural('A block entry would be added inside {} or [].');
    const parts = piecesOf(this.#text, collection);
    return { parts, style: styleOf(parts), bySlot: bySlotOf(parts.pieces) };
  }
}

function bySlotOf(pieces: readonly Piece[]): ReadonlyMap<Slot, Piece> {
  return new Map(pieces.map((piece) => [piece.slot, piece]));
}
