import { commentsIn, type Piece, type Pieces, piecesOf } from './flow-pieces.ts';
import { blanksAt, moved, styleOf } from './flow-style.ts';
import type { Collection, Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** A collection that all versions have, and which of their entries correspond. */
export interface Met {
  readonly base: Collection;
  readonly ours: Collection;
  readonly theirs: Collection;
  /** Default: entries with the same key. */
  readonly pairs?: readonly Trio<Slot>[];
}

interface Trio<Kind> {
  readonly base: Kind;
  readonly ours: Kind;
  readonly theirs: Kind;
}

type Part = 'float' | 'lead' | 'inner' | 'trail';

/**
 * Takes the collection of ours apart and applies the comment changes that only theirs made at entries in all versions.
 * Throws NotStructural if both sides changed the same comments.
 */
export function withComments(texts: Trio<string>, met: Met): Pieces {
  const [base, ours, theirs] = [
    piecesOf(texts.base, met.base),
    piecesOf(texts.ours, met.ours),
    piecesOf(texts.theirs, met.theirs),
  ];
  const [style, other] = [styleOf(ours), styleOf(theirs)];
  const indentedAt = (from: string, to: string) => (text: string) =>
    moved(text, { base: from, unit: other.unit }, { base: to, unit: style.unit, eol: style.eol });
  const { ofOurs, ofBase } = counterpartsOf({ base, ours, theirs }, met);
  const aboves = { base: abovesOf(base), theirs: abovesOf(theirs) };
  const isSame = (one: Piece | undefined, its: Piece | undefined) =>
    one ? its !== undefined && ofBase.get(one) === its : its === undefined;
  const pieces = ours.pieces.map((piece) => {
    const trio = ofOurs.get(piece);
    if (!trio) return piece;
    const place = indentedAt(
      blanksAt(theirs.text, trio.theirs.from),
      blanksAt(ours.text, piece.from),
    );
    // When theirs adds or deletes the preceding entry, comments above move to another entry, so only compare them if
    // the preceding entry is the same.
    const isBehindSame = isSame(aboves.base.get(trio.base), aboves.theirs.get(trio.theirs));
    const parts: readonly Part[] = isBehindSame
      ? ['float', 'lead', 'inner', 'trail']
      : ['inner', 'trail'];
    const merged = parts.map((part) => {
      const of = (one: Piece) => one[part];
      return [
        part,
        taken({ base: of(trio.base), ours: of(piece), theirs: of(trio.theirs) }, place),
      ];
    });
    return { ...piece, ...Object.fromEntries(merged) } as Piece;
  });
  const atOuter = indentedAt(other.outer, style.outer);
  const open = taken({ base: base.open, ours: ours.open, theirs: theirs.open }, atOuter);
  const isLastSame = isSame(base.pieces.at(-1), theirs.pieces.at(-1));
  const tails = { base: base.tail, ours: ours.tail, theirs: theirs.tail };
  return { ...ours, pieces, open, tail: isLastSame ? taken(tails, atOuter) : ours.tail };
}

/** Text at one place, taken from the side that changed its comments. */
function taken({ base, ours, theirs }: Trio<string>, place: (text: string) => string): string {
  const [before, own, other] = [base, ours, theirs].map((gap) =>
    commentsIn(gap).map(plain).join('\n'),
  );
  if (other === before || other === own) return ours;
  if (own === before) return place(theirs);
  throw new NotStructural('Both sides changed the comments of the same entry.');
}

/** A comment without its indentation. */
function plain(comment: string): string {
  return comment.replace(/\s*\n\s*/g, '\n');
}

/** Maps entries of ours to their counterparts, and entries of the base to those of theirs, even if ours lacks them. */
function counterpartsOf({ base, ours, theirs }: Trio<Pieces>, met: Met) {
  const [b, t] = [base, theirs].map(
    ({ pieces }) => new Map(pieces.map((one) => [keyOf(one), one])),
  );
  const byOurs = new Map(met.pairs?.map((one) => [one.ours, one]));
  const byBase = new Map(met.pairs?.map((one) => [one.base, one]));
  const ofOurs = new Map<Piece, Trio<Piece>>();
  for (const piece of ours.pieces) {
    const pair = byOurs.get(piece.slot);
    const before = b?.get(pair ? pair.base : keyOf(piece));
    const other = t?.get(pair ? pair.theirs : keyOf(piece));
    if (before && other) ofOurs.set(piece, { base: before, ours: piece, theirs: other });
  }
  const ofBase = new Map<Piece, Piece | undefined>();
  for (const piece of base.pieces)
    ofBase.set(piece, t?.get(byBase.get(piece.slot)?.theirs ?? keyOf(piece)));
  return { ofOurs, ofBase };

  /** In a list, entries correspond only by `met.pairs`. */
  function keyOf({ slot }: Piece): string | Slot {
    return met.pairs || slot.label === '' ? slot : slot.label;
  }
}

function abovesOf({ pieces }: Pieces): ReadonlyMap<Piece, Piece | undefined> {
  return new Map(pieces.map((piece, index) => [piece, pieces[index - 1]]));
}
