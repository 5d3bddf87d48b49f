import { combineDoubled, combineRenamed, type RenameHands } from './combine-renamed.ts';
import { combineWhole } from './combine-whole.ts';
import { ITSELF, identityAt, type Labelled, labelBoth, type Parents } from './list-identity.ts';
import { MergeLog, type Three } from './merge-log.ts';
import type { Combined, Merged, Spot } from './merged.ts';
import { Moves, type Slots } from './moves.ts';
import { mergeOrder } from './order.ts';
import { innerPath } from './paths.ts';
import { renamesOf, shiftedBy } from './renames.ts';
import { combineItems, type Hands } from './sequence.ts';
import { isKnownSet } from './sets.ts';
import { Sources } from './sources.ts';
import type { Parsed } from './tree.ts';
import type { Collection, Slot, Tree } from './tree-shape.ts';
import { NotStructural, type StructureInput } from './types.ts';
import { visit } from './work-limit.ts';

/**
 * Maximum number of values visited inside aliases, because nested aliases can expand to an astronomical number. Beyond
 * it, the line merge decides.
 */
const STEPS = 500_000;

type How = Pick<StructureInput, 'rules' | 'choices'> & {
  /** Which side's additions come first where both added at the same place; default: ours. */
  readonly first?: 'ours' | 'theirs';
  /**
   * Which side's key order to use. Default: that of the side that changed it; `ours` if the text cannot be written
   * otherwise.
   */
  readonly keyOrder?: 'ours';
};

interface ParsedSides {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
}

/** Three-way merge of values: maps by key, lists by identity, as sets or by order. Both roots must have content. */
export function combine({ base, ours, theirs }: ParsedSides, how: How): Combined {
  if (!ours.root || !theirs.root) throw new NotStructural('One version is empty.');
  const combiner = new Combiner([base, ours, theirs], how);
  return combiner.run(base.root ?? undefined, ours.root, theirs.root);
}

class Combiner {
  readonly #log: MergeLog;
  readonly #moves = new Moves();
  readonly #how: How;
  /** Number of values visited inside aliases. */
  #steps = 0;
  /**
   * Above zero inside an entry that both sides added with different values: nothing in it is combined without a
   * conflict.
   */
  #rivals = 0;

  constructor(texts: readonly [Parsed, Parsed, Parsed], how: How) {
    this.#log = new MergeLog(new Sources(texts), how.choices);
    this.#how = how;
  }

  run(base: Tree | undefined, ours: Tree, theirs: Tree): Combined {
    const merged = this.#value('', { base, ours, theirs }, null);
    for (const doubled of this.#moves.doubled()) combineDoubled(doubled, this.#log);
    return this.#log.result(merged);
  }

  #value(path: string, three: Three, spot: Spot | null): Merged {
    visit();
    this.#steps += this.#log.isInAlias ? 1 : 0;
    if (this.#steps > STEPS) throw new NotStructural('Its aliases expand to too many values.');
    const { base, ours, theirs } = three;
    const aliases = [ours, theirs, base ?? ours].map((tree) => tree.alias);
    if (aliases.some((alias) => alias !== null)) {
      if (new Set(aliases).size > 1 || !base) return this.#aliased(path, three, spot);
      const plain = { base: bare(base), ours: bare(ours), theirs: bare(theirs) };
      return this.#log.insideAlias(() => this.#value(path, plain, spot));
    }
    const isCollection = 'flow' in ours && 'flow' in theirs;
    const isMixed = isCollection && (ours.flow !== theirs.flow || ours.kind === 'seq');
    if (isMixed && base && this.#isUntouched(base, { ours, theirs }))
      return combineWhole({ path, spot }, three, this.#log);
    const labelled = labelBoth(three, identityAt(this.#how.rules.identity, path));
    const isSet = labelled?.key === ITSELF && this.#isSet(path, labelled);
    if (!labelled || (labelled.key === ITSELF && !isSet))
      return (
        combineItems(path, three, this.#hands()) ?? combineWhole({ path, spot }, three, this.#log)
      );
    const isRival = this.#rivals > 0 || (!base && path !== '' && this.#isRival(ours, theirs));
    if (isRival) this.#rivals += 1;
    const merged = this.#entries(path, labelled, isSet);
    if (isRival) this.#rivals -= 1;
    return merged;
  }

  /** Merges a value that is an alias in one version and a value or another alias in another. */
  #aliased(path: string, three: Three, spot: Spot | null): Merged {
    const { base, ours, theirs } = three;
    const isChanged = (side: Tree) => side.alias !== base?.alias || side.print !== base.print;
    const isClash = isChanged(ours) && isChanged(theirs) && ours.print !== theirs.print;
    // Clash even if the text is unchanged: its meaning changed, because an alias follows its anchor and a plain value
    // does not.
    return combineWhole({ path, spot }, isClash ? { ...three, base: undefined } : three, this.#log);
  }

  /** Whether one side left a value's source text unchanged. */
  #isUntouched(base: Tree, { ours, theirs }: Pick<Three, 'ours' | 'theirs'>): boolean {
    const { sources } = this.#log;
    const source = sources.of(0, base);
    const isOurs = base.print === ours.print && sources.of(1, ours) === source;
    return isOurs || (base.print === theirs.print && sources.of(2, theirs) === source);
  }

  /** Whether a list of plain values is merged as a set: it is a known set, and each side only added or only deleted. */
  #isSet(path: string, { base, ours, theirs }: Labelled): boolean {
    const isOneWay = (side: ReadonlyMap<string, Slot>) =>
      [...base.keys()].every((label) => side.has(label)) ||
      [...side.keys()].every((label) => base.has(label));
    return isKnownSet(path, this.#how.rules) && isOneWay(ours) && isOneWay(theirs);
  }

  /**
   * Whether both sides added the same entry with different values, at least one of them with plain values of its own.
   * Combining them would give an entry that neither side wrote.
   */
  #isRival(ours: Tree, theirs: Tree): boolean {
    return ours.print !== theirs.print && [ours, theirs].some(hasOwnValues);
  }

  #entries(path: string, labelled: Labelled, isSet: boolean): Merged {
    const { base, ours, theirs, parents, key } = labelled;
    this.#keep(labelled);
    const merged = new Map<string, Merged>();
    const renames = new Map(renamesOf(labelled).map((rename) => [rename.from, rename]));
    const done = new Set([...renames.values()].flatMap((rename) => Object.values(rename)));
    const shifted = { ours: shiftedBy(base, ours, key), theirs: shiftedBy(base, theirs, key) };
    for (const label of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
      const rename = renames.get(label);
      if (rename) combineRenamed(rename, { path, labelled, merged }, this.#renameHands());
      if (done.has(label)) continue;
      const slots = { base: base.get(label), ours: ours.get(label), theirs: theirs.get(label) };
      const named = slots.ours ?? slots.theirs ?? slots.base;
      const given = this.#givenAnew(slots, label, shifted);
      const inner = innerPath(path, { key, label, name: named?.name ?? '' });
      if (!this.#log.isInAlias && !this.#rivals)
        this.#moves.note({ path: inner, label, slots, parents, merged });
      const value = given
        ? this.#another(inner, { slots, parents, given })
        : this.#entry(inner, slots, parents);
      if (value) merged.set(label, value);
    }
    const order = this.#order(path, labelled, { kept: new Set(merged.keys()), isSet });
    return key === null
      ? { kind: 'map', entries: merged }
      : { kind: 'list', key, items: merged, order: isSet ? null : order };
  }

  /** Records a flow collection that all versions have: theirs may have changed comments between its entries. */
  #keep({ base, ours, theirs, parents, key }: Labelled): void {
    const { base: before } = parents;
    const isFlow = [before, parents.ours, parents.theirs].every((one) => one?.flow);
    if (!before || !isFlow || !this.#log.sources.hasComments) return;
    const pairs = [...ours].flatMap(([label, own]) => {
      const [old, other] = [base.get(label), theirs.get(label)];
      return old && other ? [{ base: old, ours: own, theirs: other }] : [];
    });
    const met = { base: before, ours: parents.ours, theirs: parents.theirs };
    this.#log.change({ kind: 'kept', met: key === null ? met : { ...met, pairs } });
  }

  /**
   * Puts entries into the order that both sides want. Conflicts are reported for lists only: in maps and sets, order
   * has no meaning.
   */
  #order(
    path: string,
    { base, ours, theirs, parents, key }: Labelled,
    { kept, isSet }: { readonly kept: ReadonlySet<string>; readonly isSet: boolean },
  ): readonly string[] {
    const isLoose = key === null || isSet;
    const input = {
      base: [...base.keys()],
      ours: [...ours.keys()],
      theirs: [...theirs.keys()],
      kept,
      first: this.#how.first ?? 'ours',
    };
    const merged = mergeOrder({ ...input, chosen: isLoose ? null : this.#log.sideOf(path) });
    const { conflict, movedBy } = merged;
    const isOurs = isLoose && (isSet || conflict !== null || this.#how.keyOrder === 'ours');
    const { order } = isOurs ? mergeOrder({ ...input, chosen: 'ours' }) : merged;
    if (conflict && !isLoose) {
      const trees = { base: parents.base ?? undefined, ours: parents.ours, theirs: parents.theirs };
      const whole = this.#log.sources.conflict(path, 'order', trees);
      this.#log.conflict({ ...whole, reason: conflict, choices: ['ours', 'theirs'] });
    }
    if (movedBy && !isSet)
      this.#log.decide({ path, kind: 'order', side: isOurs ? 'ours' : movedBy });
    const entries = order.map((label) => entryOf(ours.get(label), theirs.get(label)));
    if (
      isMoved(
        entries.flatMap((one) => one.ours ?? []),
        parents.ours,
      )
    ) {
      this.#log.change({ kind: 'order', into: parents.ours, from: parents.theirs, entries });
      return order;
    }
    let after: Slot | null = null;
    for (const { ours: own, theirs: slot } of entries) {
      if (!own && slot)
        this.#log.change({ kind: 'insert', into: parents.ours, from: parents.theirs, slot, after });
      after = own ?? after;
    }
    return order;
  }

  /**
   * If both sides changed an entry whose name may have been given to another entry meanwhile, returns the old and the
   * new name.
   */
  #givenAnew(
    { base, ours, theirs }: Slots,
    label: string,
    shifted: Readonly<Record<'ours' | 'theirs', ReturnType<typeof shiftedBy>>>,
  ): readonly [string, string] | undefined {
    if (!base || !ours || !theirs || ours.value.print === theirs.value.print) return undefined;
    const isChanged = (side: Slot) => side.value.print !== base.value.print;
    if (!isChanged(ours) || !isChanged(theirs)) return undefined;
    return shifted.ours.get(label) ?? shifted.theirs.get(label);
  }

  #another(
    path: string,
    {
      slots: { base, ours, theirs },
      parents,
      given: [from, to],
    }: {
      readonly slots: Slots;
      readonly parents: Parents;
      readonly given: readonly [string, string];
    },
  ): Merged | null {
    if (!ours || !theirs) return null;
    const three = { base: base?.value, ours: ours.value, theirs: theirs.value };
    const reason = `One side moved the values of ${from} to ${to}, so ${from} may have been renamed to ${to}, and the other side's change to ${from} may be meant for ${to}.`;
    return combineWhole({ path, spot: { base, ours, theirs, parents }, reason }, three, this.#log);
  }

  #entry(path: string, slots: Slots, parents: Parents): Merged | null {
    const { base, ours, theirs } = slots;
    if (ours && theirs) {
      const three = { base: base?.value, ours: ours.value, theirs: theirs.value };
      const spot = { base, ours, theirs, parents };
      this.#log.comments(spot);
      return this.#value(path, three, spot);
    }
    if (this.#rivals > 0)
      return this.#log.clash(path, slots, { kind: 'added', from: parents.ours });
    if (ours) {
      if (!base) {
        this.#log.decide({ path, kind: 'added', side: 'ours' });
        return { kind: 'tree', tree: ours.value };
      }
      if (base.value.print !== ours.value.print)
        return this.#log.clash(path, slots, { kind: 'deleted-by-theirs', from: parents.ours });
      this.#log.decide({ path, kind: 'deleted', side: 'theirs' });
      this.#log.change({ kind: 'delete', from: parents.ours, slot: ours });
      return null;
    }
    if (!theirs) return null;
    if (base && base.value.print === theirs.value.print) {
      this.#log.decide({ path, kind: 'deleted', side: 'ours' });
      return null;
    }
    if (base) return this.#log.clash(path, slots, { kind: 'deleted-by-ours', from: parents.ours });
    this.#log.decide({ path, kind: 'added', side: 'theirs' });
    return { kind: 'tree', tree: theirs.value };
  }

  #renameHands(): RenameHands {
    return { log: this.#log, value: (path, three, spot) => this.#value(path, three, spot) };
  }

  /** The operations that merging a list by order needs. */
  #hands(): Hands {
    const log = this.#log;
    return {
      decide: (decision) => log.decide(decision),
      change: (change) => log.change(change),
      clash: (path, items) => log.lineConflict(log.sources.conflictOfEntries(path, 'items', items)),
      comments: (spot) => log.comments(spot),
      value: (path, three, spot) => this.#value(path, three, spot),
      isSet: (path) => isKnownSet(path, this.#how.rules),
      choiceAt: (path) => log.choiceAt(path),
    };
  }
}

function bare(tree: Tree): Tree {
  return { ...tree, alias: null };
}

function hasOwnValues(tree: Tree): boolean {
  return tree.kind === 'map' && tree.slots.some(({ value }) => value.kind === 'scalar');
}

function entryOf(ours: Slot | undefined, theirs: Slot | undefined) {
  return { ...(ours ? { ours } : {}), ...(theirs ? { theirs } : {}) };
}

/** Whether the remaining entries of a collection are in a different order than in it. */
function isMoved(slots: readonly Slot[], { slots: all }: Collection): boolean {
  const places = new Map(all.map((slot, index) => [slot, index]));
  return slots.some((slot, index) => {
    const before = slots[index - 1];
    return before !== undefined && (places.get(before) ?? 0) > (places.get(slot) ?? 0);
  });
}
