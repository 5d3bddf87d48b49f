import { commentLines, commentsIn, lastLine, type Piece } from './flow-pieces.ts';
import { gapsOf } from './flow-style.ts';
import { NotStructural } from './types.ts';

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Determines what theirs did with a comment by counting it in each version: whether it was deleted with an entry, and
 * whether a comment at an added entry is new or existed before.
 */
export class CommentLedger {
  readonly #texts: Texts;
  readonly #counts = new Map<string, number>();
  readonly #brought: ReadonlyMap<string, number>;
  readonly #taken: ReadonlyMap<string, number>;

  constructor(texts: Texts, deleted: readonly Piece[], added: readonly Piece[]) {
    this.#texts = texts;
    this.#taken = tally(deleted);
    this.#brought = tally(added);
  }

  /** Comment lines of a deleted entry that stay in the text, because theirs still has them. */
  staying(piece: Piece): string {
    const lines = commentLines(piece.lead);
    const isStaying = (comment: string) => {
      const surplus = this.#surplus(comment);
      if (surplus <= 0 || this.isNew('ours', comment)) return false;
      if (surplus < (this.#taken.get(comment) ?? 0))
        throw new NotStructural(
          'Several comments are equal, so it is unclear which one belongs to its entry.',
        );
      return true;
    };
    const kept = lines.filter(({ comments }) => comments.some(isStaying));
    const inLines = lines.flatMap(({ comments }) => comments);
    const others = gapsOf({ ...piece, float: '' }).flatMap(commentsIn);
    const isBeside = others.filter(isStaying).length > inLines.filter(isStaying).length;
    if (isBeside || kept.some(({ comments }) => !comments.every(isStaying)))
      throw new NotStructural('A comment after a deleted entry would remain without its entry.');
    return kept.map(({ text }) => text).join('');
  }

  /** Whether an added entry took over comments that are above another entry in ours. */
  isTakenOver(comments: readonly string[]): boolean {
    return comments.length > 0 && comments.every((comment) => this.#surplus(comment) < 0);
  }

  isNew(side: 'ours' | 'theirs', comment: string): boolean {
    return this.#count(side, comment) > this.#count('base', comment);
  }

  /** Whether only theirs has the comment. */
  isOnlyTheirs(comment: string): boolean {
    return this.#count('base', comment) === 0 && this.#count('ours', comment) === 0;
  }

  /** How many more occurrences theirs has than if every comment had been added and deleted with its entry. */
  #surplus(comment: string): number {
    const net = this.#count('theirs', comment) - this.#count('base', comment);
    return net - (this.#brought.get(comment) ?? 0) + (this.#taken.get(comment) ?? 0);
  }

  #count(side: keyof Texts, comment: string): number {
    const key = `${side} ${comment}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const count = countIn(this.#texts[side], comment);
    this.#counts.set(key, count);
    return count;
  }
}

/** Removes the comments from the text before an entry. */
export function withoutComments(lead: string): string {
  return lastLine(lead);
}

/** Comments above an entry, in order. */
export function commentsAbove(lead: string): readonly string[] {
  return commentLines(lead).flatMap(({ comments }) => comments);
}

function tally(pieces: readonly Piece[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const comment of pieces.flatMap((piece) =>
    gapsOf({ ...piece, float: '' }).flatMap(commentsIn),
  ))
    counts.set(comment, (counts.get(comment) ?? 0) + 1);
  return counts;
}

/** Counts a comment's occurrences. A line comment must end its line and must not start inside another comment. */
function countIn(text: string, comment: string): number {
  const isLine = !comment.startsWith('/*');
  let count = 0;
  for (let at = text.indexOf(comment); at >= 0; at = text.indexOf(comment, at + comment.length)) {
    const [before, end] = [text[at - 1] ?? '', at + comment.length];
    if (isLine && (before === '/' || before === '#')) continue;
    REST_OF_LINE.lastIndex = end;
    if (!isLine || REST_OF_LINE.test(text)) count += 1;
  }
  return count;
}

const REST_OF_LINE = /[ \t]*(?:\r|\n|$)/y;
