import { commentsOf, isSameComment } from './comments.ts';
import type { Parents } from './list-identity.ts';
import { column } from './source-lines.ts';
import type { Parsed } from './tree.ts';
import type { Slot, Tree } from './tree-shape.ts';
import type { ConflictKind, ContractConflict } from './types.ts';

/** Base, ours, theirs. */
type Side = 0 | 1 | 2;
type Places = NonNullable<ContractConflict['places']>;

interface Trees {
  readonly base: Tree | undefined;
  readonly ours: Tree | undefined;
  readonly theirs: Tree | undefined;
}

interface Entries {
  readonly base: readonly Slot[];
  readonly ours: readonly Slot[];
  readonly theirs: readonly Slot[];
}

/** Access to the source text of values in the three versions. */
export class Sources {
  readonly #texts: readonly [Parsed, Parsed, Parsed];
  readonly hasComments: boolean;

  constructor(texts: readonly [Parsed, Parsed, Parsed]) {
    this.#texts = texts;
    this.hasComments = texts.some(({ rest }) => rest.includes('#'));
  }

  /** Whether theirs changed the comments of an entry that all versions have. */
  hasNewComment(
    { base, theirs }: { readonly base: Slot | undefined; readonly theirs: Slot },
    parents: Parents,
  ): boolean {
    if (!this.hasComments || !base || !parents.base) return false;
    const [{ text: before }, , { text: after }] = this.#texts;
    const old = commentsOf(before, parents.base, base);
    const now = commentsOf(after, parents.theirs, theirs);
    if (!old || !now) return false;
    return (['lead', 'tail'] as const).some(
      (part) => !isSameComment([before, old[part]], [after, now[part]]),
    );
  }

  /** The source text of a value. */
  of(side: Side, tree: Tree): string {
    return this.#texts[side].text.slice(...this.#trimmed(side, [tree.range[0], tree.end]));
  }

  columnOf(side: Side, tree: Tree): number {
    return column(this.#texts[side].text, tree.range[0]);
  }

  /** A conflict about one value. */
  conflict(path: string, kind: ConflictKind, { base, ours, theirs }: Trees): ContractConflict {
    const at = (side: Side, tree: Tree | undefined) =>
      tree ? this.#trimmed(side, [tree.range[0], tree.end]) : null;
    const places = { base: at(0, base), ours: at(1, ours), theirs: at(2, theirs) };
    return this.#conflictAt(path, kind, places);
  }

  /** A conflict about a range of whole entries, with their keys or dashes. */
  conflictOfEntries(path: string, kind: ConflictKind, entries: Entries): ContractConflict {
    const at = (side: Side, slots: readonly Slot[]) => {
      const [first, last] = [slots[0], slots.at(-1)];
      if (!first || !last) return null;
      const from = first.start >= 0 ? first.start : first.value.range[0];
      return this.#trimmed(side, [from, Math.max(last.value.end, last.keyEnd)]);
    };
    const { base, ours, theirs } = entries;
    const places = { base: at(0, base), ours: at(1, ours), theirs: at(2, theirs) };
    return this.#conflictAt(path, kind, places);
  }

  #conflictAt(path: string, kind: ConflictKind, places: Places): ContractConflict {
    const text = (side: Side, place: Places['ours']) =>
      place && this.#texts[side].text.slice(...place);
    const { base, ours, theirs } = places;
    const sources = { base: text(0, base), ours: text(1, ours), theirs: text(2, theirs) };
    return { path, kind, ...sources, places };
  }

  /** The range without trailing white space. */
  #trimmed(side: Side, [from, to]: readonly [number, number]): [number, number] {
    return [from, from + this.#texts[side].text.slice(from, to).trimEnd().length];
  }
}
