import type { ContractChoice } from '../../../shared/contract/contracts.ts';
import type { Change, Combined, Merged, Spot } from './merged.ts';
import type { Slots } from './moves.ts';
import type { Sources } from './sources.ts';
import type { Collection, Tree } from './tree-shape.ts';
import type { Choices, ConflictKind, ContractConflict, ContractDecision } from './types.ts';

type Two = 'ours' | 'theirs';
type Offered = Pick<ContractConflict, 'reason' | 'choices'>;

interface Clash {
  readonly kind: ConflictKind;
  /** The collection of ours that contains the entry, or would contain it. */
  readonly from: Collection;
  readonly offered?: Offered;
}

/** Collects the results of a value merge, and looks up a person's choices. */
export class MergeLog {
  readonly sources: Sources;
  readonly #choices: Choices;
  readonly #changes: Change[] = [];
  readonly #conflicts: ContractConflict[] = [];
  readonly #decisions: ContractDecision[] = [];
  /** Paths at which a person's choice was applied, and other paths that it affects. */
  readonly #chosen: string[] = [];
  #isByLines = true;
  /** Above zero inside an alias: results are reported at its anchor only. */
  #aliases = 0;

  constructor(sources: Sources, choices: Choices) {
    this.sources = sources;
    this.#choices = choices;
  }

  get isInAlias(): boolean {
    return this.#aliases > 0;
  }

  /** Runs work inside an alias. */
  insideAlias<Result>(work: () => Result): Result {
    this.#aliases += 1;
    const result = work();
    this.#aliases -= 1;
    return result;
  }

  result(merged: Merged): Combined {
    const changes = this.#changes;
    const conflicts = this.#conflicts;
    const isByLines = this.#isByLines;
    const decisions = this.#decisions;
    const chosen = this.#chosen;
    return { merged, changes, conflicts, isByLines, decisions, chosen };
  }

  decide(decision: ContractDecision): void {
    if (!this.isInAlias) this.#decisions.push(decision);
  }

  change(change: Change): void {
    if (!this.isInAlias) this.#changes.push(change);
  }

  /** Withdraws the insertion of an entry of theirs. */
  keepOut(slot: Slots['theirs']): void {
    const at = this.#changes.findIndex((one) => one.kind === 'insert' && one.slot === slot);
    if (at >= 0) this.#changes.splice(at, 1);
  }

  comments(spot: Spot): void {
    if (this.sources.hasNewComment(spot, spot.parents)) this.change({ kind: 'comments', at: spot });
  }

  conflict(conflict: ContractConflict): void {
    if (this.isInAlias) return;
    this.#conflicts.push(conflict);
    this.#isByLines = false;
  }

  /** Adds a conflict that does not count if the line merge is clean and correct. */
  lineConflict(conflict: ContractConflict): void {
    if (!this.isInAlias) this.#conflicts.push(conflict);
  }

  /** Adds a conflict about an entry that the sides moved or renamed differently. */
  movedApart(path: string, { base, ours, theirs }: Slots): void {
    const entries = {
      base: base ? [base] : [],
      ours: ours ? [ours] : [],
      theirs: theirs ? [theirs] : [],
    };
    this.conflict(this.sources.conflictOfEntries(path, 'moved', entries));
  }

  /**
   * Adds a conflict about an entry that only one side has, or applies a person's choice. An entry kept from theirs is
   * inserted with its collection.
   */
  clash(path: string, slots: Slots, { kind, from, offered = {} }: Clash): Merged | null {
    const { base, ours, theirs } = slots;
    const side = this.sideOf(path);
    if (side) {
      const taken = side === 'ours' ? ours : theirs;
      if (!taken && ours) this.change({ kind: 'delete', from, slot: ours });
      return taken ? { kind: 'tree', tree: taken.value } : null;
    }
    const three = { base: base?.value, ours: ours?.value, theirs: theirs?.value };
    this.conflict({ ...this.sources.conflict(path, kind, three), ...offered });
    const kept = ours ?? theirs;
    if (!kept) throw new Error('Neither side has the entry.');
    return { kind: 'tree', tree: kept.value };
  }

  /** A person's choice for a path. */
  choiceAt(path: string): ContractChoice | undefined {
    const choice = this.isInAlias ? undefined : this.#choices.get(path);
    if (choice) this.#chosen.push(path);
    return choice;
  }

  /** The side that a person chose, if it was ours or theirs. */
  sideOf(path: string): Two | null {
    const choice = this.choiceAt(path);
    return choice?.kind === 'side' && choice.side !== 'base' ? choice.side : null;
  }

  /** Records further paths that a choice affects. */
  shows(...paths: readonly string[]): void {
    this.#chosen.push(...paths);
  }
}

/** A value in all versions; no base if both sides added it. */
export interface Three {
  readonly base: Tree | undefined;
  readonly ours: Tree;
  readonly theirs: Tree;
}
