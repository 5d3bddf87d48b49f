import { ITSELF, identityAt, type Labelled, labelBoth, type Parents } from './identity.ts';
import type { Change, Combined, Merged, Spot } from './merged.ts';
import { type Doubled, type Met, Moves } from './moves.ts';
import { mergeOrder } from './order.ts';
import { innerPath } from './paths.ts';
import { type Rename, renamesOf } from './renames.ts';
import { combineItems, type Hands } from './sequence.ts';
import { isKnownSet } from './sets.ts';
import { Sources } from './sources.ts';
import type { Collection, Parsed, Slot, Tree } from './tree.ts';
import {
  type ConflictKind,
  type ContractConflict,
  type ContractDecision,
  NotStructural,
  type StructureInput,
} from './types.ts';
import { visit } from './work.ts';

/** Aliases of aliases can stand for more values than there are atoms: past this, text has to answer. */
const STEPS = 500_000;

type How = Pick<StructureInput, 'rules' | 'choices'> & {
  /** Whose additions come first where both added at one place; default: those of ours. */
  readonly first?: 'ours' | 'theirs';
};

interface ParsedSides {
  readonly base: Parsed;
  readonly ours: Parsed;
  readonly theirs: Parsed;
}

/** Three-way merge of values: maps by key, lists by identity, as sets or by order. Both roots have content. */
export function combine({ base, ours, theirs }: ParsedSides, how: How): Combined {
  if (!ours.root || !theirs.root) throw new NotStructural('One version is empty.');
  const combiner = new Combiner([base, ours, theirs], how);
  return combiner.run(base.root ?? undefined, ours.root, theirs.root);
}

class Combiner {
  private readonly sources: Sources;
  private readonly changes: Change[] = [];
  private readonly conflicts: ContractConflict[] = [];
  private readonly lineConflicts: ContractConflict[] = [];
  private readonly decisions: ContractDecision[] = [];
  /** Where a person's choice decided, and where else that shows. */
  private readonly chosenPaths: string[] = [];
  private readonly moves = new Moves();
  private readonly how: How;
  /** Values looked at inside aliases. */
  private steps = 0;
  /** Above zero inside an entry that both added with another shape, where nothing is put together unseen. */
  private inRival = 0;
  /** Above zero inside an alias: what happens there is told at its anchor. */
  private inAlias = 0;

  constructor(texts: readonly [Parsed, Parsed, Parsed], how: How) {
    this.sources = new Sources(texts);
    this.how = how;
  }

  run(base: Tree | undefined, ours: Tree, theirs: Tree): Combined {
    const merged = this.value('', { base, ours, theirs }, null);
    for (const doubled of this.moves.doubled()) this.doubled(doubled);
    const { changes, conflicts, lineConflicts, decisions, chosenPaths: chosen } = this;
    return { merged, changes, conflicts, lineConflicts, decisions, chosen };
  }

  private value(path: string, three: Three, spot: Spot | null): Merged {
    visit();
    this.steps += this.inAlias > 0 ? 1 : 0;
    if (this.steps > STEPS) throw new NotStructural('Its aliases stand for too much.');
    const { base, ours, theirs } = three;
    const aliases = [ours, theirs, base ?? ours].map((tree) => tree.alias);
    if (aliases.some((alias) => alias !== null)) {
      if (new Set(aliases).size > 1 || !base) return this.whole(path, three, spot);
      this.inAlias += 1;
      const plain = { base: bare(base), ours: bare(ours), theirs: bare(theirs) };
      const merged = this.value(path, plain, spot);
      this.inAlias -= 1;
      return merged;
    }
    const isMixed = 'flow' in ours && 'flow' in theirs && ours.flow !== theirs.flow;
    if (isMixed && base && this.isUntouched(base, { ours, theirs }))
      return this.whole(path, three, spot);
    const labelled = labelBoth(three, identityAt(this.how.rules.identity, path));
    const isSet = labelled?.key === ITSELF && this.isSet(path, labelled);
    if (!labelled || (labelled.key === ITSELF && !isSet))
      return combineItems(path, three, this.hands()) ?? this.whole(path, three, spot);
    const isRival = this.inRival > 0 || (!base && path !== '' && this.isRival(ours, theirs));
    if (isRival) this.inRival += 1;
    const merged = this.entries(path, labelled, isSet);
    if (isRival) this.inRival -= 1;
    return merged;
  }

  /** Whether one side left a value alone, and ours every letter of it where theirs changed it. */
  private isUntouched(base: Tree, { ours, theirs }: Pick<Three, 'ours' | 'theirs'>): boolean {
    if (base.print === theirs.print) return true;
    return base.print === ours.print && this.sources.of(0, base) === this.sources.of(1, ours);
  }

  /** Whether a list of plain values is a set here: known as one, and each side only adds or only deletes. */
  private isSet(path: string, { base, ours, theirs }: Labelled): boolean {
    const isOneWay = (side: ReadonlyMap<string, Slot>) =>
      [...base.keys()].every((label) => side.has(label)) ||
      [...side.keys()].every((label) => base.has(label));
    return isKnownSet(path, this.how.rules) && isOneWay(ours) && isOneWay(theirs);
  }

  /**
   * Both added one thing with another shape: one has values of its own, so it is no mere container of things. What both
   * sides wrote would be neither's when put together.
   */
  private isRival(ours: Tree, theirs: Tree): boolean {
    return ours.print !== theirs.print && [ours, theirs].some(hasOwnValues);
  }

  private entries(path: string, labelled: Labelled, isSet: boolean): Merged {
    const { base, ours, theirs, parents, key } = labelled;
    this.keep(labelled);
    const merged = new Map<string, Merged>();
    const renames = renamesOf(labelled);
    const done = new Set<string | null>();
    for (const rename of renames) {
      for (const label of Object.values(rename)) done.add(label);
      this.renamed(path, rename, { labelled, merged });
    }
    for (const label of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
      if (done.has(label)) continue;
      const slots = { base: base.get(label), ours: ours.get(label), theirs: theirs.get(label) };
      const named = slots.ours ?? slots.theirs ?? slots.base;
      const inner = innerPath(path, { key, label, name: named?.name ?? '' });
      if (!this.inAlias && !this.inRival)
        this.moves.note({ path: inner, label, slots, parents, merged });
      const value = this.entry(inner, slots, parents);
      if (value) merged.set(label, value);
    }
    const order = this.order(path, labelled, { kept: new Set(merged.keys()), isSet });
    return key === null
      ? { kind: 'map', entries: merged }
      : { kind: 'list', key, items: merged, order: isSet ? null : order };
  }

  /** What stands between the entries of a collection in `{}` or `[]` can have comments, which theirs may have changed. */
  private keep({ base, ours, theirs, parents, key }: Labelled): void {
    const { base: before } = parents;
    const isFlow = [before, parents.ours, parents.theirs].every((one) => one?.flow);
    if (!before || !isFlow || !this.sources.hasComments) return;
    const pairs = [...ours].flatMap(([label, own]) => {
      const [old, other] = [base.get(label), theirs.get(label)];
      return old && other ? [{ base: old, ours: own, theirs: other }] : [];
    });
    const met = { base: before, ours: parents.ours, theirs: parents.theirs };
    this.change({ kind: 'kept', met: key === null ? met : { ...met, pairs } });
  }

  /** Puts the entries into the order that both sides want; that of a map or set is only a matter of looks. */
  private order(
    path: string,
    { base, ours, theirs, parents, key }: Labelled,
    { kept, isSet }: { readonly kept: ReadonlySet<string>; readonly isSet: boolean },
  ): readonly string[] {
    const isLoose = key === null || isSet;
    const { order, conflict, movedBy } = mergeOrder({
      base: [...base.keys()],
      ours: [...ours.keys()],
      theirs: [...theirs.keys()],
      kept,
      first: this.how.first ?? 'ours',
      chosen: isLoose ? 'ours' : this.sideOf(path),
    });
    if (conflict && !this.inAlias) {
      const trees = { base: parents.base ?? undefined, ours: parents.ours, theirs: parents.theirs };
      const whole = this.sources.conflict(path, 'order', trees);
      this.conflicts.push({ ...whole, reason: conflict, choices: ['ours', 'theirs'] });
    }
    const side = isLoose && movedBy === 'theirs' ? 'ours' : movedBy;
    if (side) this.decide({ path, kind: 'order', side });
    const entries = order.map((label) => entryOf(ours.get(label), theirs.get(label)));
    if (
      isMoved(
        entries.flatMap((one) => one.ours ?? []),
        parents.ours,
      )
    ) {
      this.change({ kind: 'order', into: parents.ours, from: parents.theirs, entries });
      return order;
    }
    let after: Slot | null = null;
    for (const { ours: own, theirs: slot } of entries) {
      if (!own && slot)
        this.change({ kind: 'insert', into: parents.ours, from: parents.theirs, slot, after });
      after = own ?? after;
    }
    return order;
  }

  /** One side renamed an entry; the other one changed it, deleted it, or gave it another name. */
  private renamed(
    path: string,
    { from, ours: own, theirs: other }: Rename,
    { labelled, merged }: { readonly labelled: Labelled; readonly merged: Map<string, Merged> },
  ): void {
    const { base, ours, theirs, parents, key } = labelled;
    const slots = {
      base: base.get(from),
      ours: ours.get(own ?? ''),
      theirs: theirs.get(other ?? ''),
    };
    const pathOf = (label: string, slot: Slot | undefined) =>
      innerPath(path, { key, label, name: slot?.name ?? '' });
    const before = pathOf(from, slots.base);
    const side = other === from ? 'ours' : 'theirs';
    const [label, slot] = side === 'ours' ? [own, slots.ours] : [other, slots.theirs];
    const isOneSided = own === from || other === from;
    if (isOneSided && label !== null && slots.ours && slots.theirs) {
      const here = pathOf(label, slot);
      this.renamedByOne(
        { from, label, here, before, side },
        { slots: { ...slots, ours: slots.ours, theirs: slots.theirs }, labelled, merged },
      );
      return;
    }
    const taken = this.sideOf(before);
    for (const name of taken ? [own, other] : [])
      if (name !== null) this.chosenPaths.push(pathOf(name, ours.get(name) ?? theirs.get(name)));
    if (taken === 'theirs') {
      if (slots.ours) this.change({ kind: 'delete', from: parents.ours, slot: slots.ours });
    } else if (taken === null) this.movedApart(before, slots);
    const [name, kept] = taken === 'theirs' ? [other, slots.theirs] : [own, slots.ours];
    if (name !== null && kept) merged.set(name, { kind: 'tree', tree: kept.value });
  }

  /**
   * One side changed an entry that the other one deleted, and what was in it is under a new name there. That it was
   * renamed is a guess, which a person may make.
   */
  private renamedByOne(
    {
      from,
      label,
      here,
      before,
      side,
    }: Record<'from' | 'label' | 'here' | 'before', string> & {
      readonly side: 'ours' | 'theirs';
    },
    {
      slots,
      labelled,
      merged,
    }: {
      readonly slots: Spotted;
      readonly labelled: Labelled;
      readonly merged: Map<string, Merged>;
    },
  ): void {
    const { parents, key } = labelled;
    if (!this.inAlias && this.how.choices.get(before)?.kind === 'renamed') {
      this.chosenPaths.push(before, here);
      this.decide({ path: here, kind: 'renamed', side, from: before });
      if (side === 'theirs' && key === null)
        this.change({ kind: 'rename', ours: slots.ours, theirs: slots.theirs });
      const { base, ours, theirs } = slots;
      const three = { base: base?.value, ours: ours.value, theirs: theirs.value };
      merged.set(label, this.value(here, three, { ...slots, parents }));
      return;
    }
    const kind = side === 'ours' ? 'deleted-by-ours' : 'deleted-by-theirs';
    const gone = { ...slots, [side]: undefined };
    const reason = `${shownName(before)} may have been renamed to ${shownName(here)}: the values in both are the same.`;
    const offered = { reason, choices: ['ours', 'theirs', 'renamed'] };
    const kept = this.clash(before, kind, { slots: gone, parents, offered });
    if (kept) merged.set(from, kept);
    this.decide({ path: here, kind: 'added', side });
    merged.set(label, { kind: 'tree', tree: slots[side].value });
  }

  /** Both moved one entry, each to another place. */
  private doubled({ gone, ours, theirs }: Doubled): void {
    const taken = this.sideOf(gone.path);
    const added = { base: gone.slots.base, ours: ours.slots.ours, theirs: theirs.slots.theirs };
    if (taken !== null) this.chosenPaths.push(ours.path, theirs.path);
    if (taken === null) this.movedApart(gone.path, added);
    else if (taken === 'ours') {
      const at = this.changes.findIndex(
        (change) => change.kind === 'insert' && change.slot === added.theirs,
      );
      if (at >= 0) this.changes.splice(at, 1);
      theirs.merged.delete(theirs.label);
    } else if (added.ours) {
      this.change({ kind: 'delete', from: ours.parents.ours, slot: added.ours });
      ours.merged.delete(ours.label);
    }
  }

  private movedApart(path: string, { base, ours, theirs }: Slots): void {
    if (this.inAlias) return;
    const entries = [base, ours, theirs].map((slot) => (slot ? [slot] : []));
    const [b = [], o = [], t = []] = entries;
    const places = { base: b, ours: o, theirs: t };
    this.conflicts.push(this.sources.conflictOfEntries(path, 'moved', places));
  }

  /** The side that a person chose, where it was one of the two. */
  private sideOf(path: string): 'ours' | 'theirs' | null {
    const choice = this.inAlias ? undefined : this.how.choices.get(path);
    if (choice?.kind !== 'side' || choice.side === 'base') return null;
    this.chosenPaths.push(path);
    return choice.side;
  }

  private entry(path: string, slots: Slots, parents: Parents): Merged | null {
    const { base, ours, theirs } = slots;
    if (ours && theirs) {
      const three = { base: base?.value, ours: ours.value, theirs: theirs.value };
      const spot = { base, ours, theirs, parents };
      this.comments(spot);
      return this.value(path, three, spot);
    }
    if (this.inRival > 0) return this.clash(path, 'added', { slots, parents });
    if (ours) {
      if (!base) {
        this.decide({ path, kind: 'added', side: 'ours' });
        return { kind: 'tree', tree: ours.value };
      }
      if (base.value.print !== ours.value.print)
        return this.clash(path, 'deleted-by-theirs', { slots, parents });
      this.decide({ path, kind: 'deleted', side: 'theirs' });
      this.change({ kind: 'delete', from: parents.ours, slot: ours });
      return null;
    }
    if (!theirs) return null;
    if (base && base.value.print === theirs.value.print) {
      this.decide({ path, kind: 'deleted', side: 'ours' });
      return null;
    }
    if (base) return this.clash(path, 'deleted-by-ours', { slots, parents });
    this.decide({ path, kind: 'added', side: 'theirs' });
    return { kind: 'tree', tree: theirs.value };
  }

  /** A value that is taken as one: from the side that changed it. */
  private whole(path: string, { base, ours, theirs }: Three, spot: Spot | null): Merged {
    if (ours.print === theirs.print) {
      if (!base) this.decide({ path, kind: 'added', side: 'both' });
      else if (base.print !== ours.print) this.decide({ path, kind: 'changed', side: 'both' });
      // The same value, written differently by theirs alone.
      if (base && ours.kind === 'scalar' && this.sources.of(1, ours) === this.sources.of(0, base))
        if (this.sources.of(2, theirs) !== this.sources.of(0, base))
          this.change({ kind: 'replace', at: spot });
      return { kind: 'tree', tree: ours };
    }
    if (base && base.print === ours.print) {
      this.decide({ path, kind: 'changed', side: 'theirs' });
      this.change({ kind: 'replace', at: spot });
      return { kind: 'tree', tree: theirs };
    }
    if (base && base.print === theirs.print) {
      this.decide({ path, kind: 'changed', side: 'ours' });
      return { kind: 'tree', tree: ours };
    }
    const chosen = this.chosen(path, { base, ours, theirs }, spot);
    if (chosen) return chosen;
    const conflict = this.sources.conflict(path, base ? 'changed' : 'added', {
      base,
      ours,
      theirs,
    });
    if (base && [base, ours, theirs].every(hasLines)) {
      if (!this.inAlias) this.lineConflicts.push(conflict);
      return { kind: 'lines', isText: true };
    }
    if (!this.inAlias) this.conflicts.push(conflict);
    return { kind: 'tree', tree: ours };
  }

  /** One side has it, the other has not. What is kept of theirs is inserted with its collection. */
  private clash(
    path: string,
    kind: ConflictKind,
    {
      slots,
      parents,
      offered = {},
    }: {
      readonly slots: Slots;
      readonly parents: Parents;
      readonly offered?: Pick<ContractConflict, 'reason' | 'choices'>;
    },
  ): Merged | null {
    const { base, ours, theirs } = slots;
    const side = this.sideOf(path);
    if (side) {
      const taken = side === 'ours' ? ours : theirs;
      if (!taken && ours) this.change({ kind: 'delete', from: parents.ours, slot: ours });
      return taken ? { kind: 'tree', tree: taken.value } : null;
    }
    const three = { base: base?.value, ours: ours?.value, theirs: theirs?.value };
    if (!this.inAlias)
      this.conflicts.push({ ...this.sources.conflict(path, kind, three), ...offered });
    const kept = ours ?? theirs;
    if (!kept) throw new Error('A clash has two sides.');
    return { kind: 'tree', tree: kept.value };
  }

  /** What a person chose for a value that both have; null where they chose nothing. */
  private chosen(path: string, { base, ours, theirs }: Three, spot: Spot | null): Merged | null {
    const choice = this.inAlias ? undefined : this.how.choices.get(path);
    if (!choice || !spot) return null;
    this.chosenPaths.push(path);
    if (choice.kind === 'side' && choice.side === 'ours') return { kind: 'tree', tree: ours };
    if (choice.kind === 'side' && choice.side === 'theirs') {
      this.change({ kind: 'replace', at: spot });
      return { kind: 'tree', tree: theirs };
    }
    if (choice.kind === 'text') {
      this.change({ kind: 'rewrite', at: spot, text: choice.text, column: 0 });
      return { kind: 'free' };
    }
    if (choice.kind === 'side') {
      if (!base) return null;
      const column = this.sources.columnOf(0, base);
      this.change({ kind: 'rewrite', at: spot, text: this.sources.of(0, base), column });
      return { kind: 'tree', tree: base };
    }
    return this.both(ours, theirs);
  }

  /** Two lists after each other, what both have only once; null for anything else. */
  private both(ours: Tree, theirs: Tree): Merged | null {
    if (ours.kind !== 'seq' || theirs.kind !== 'seq') return null;
    const known = new Set(ours.slots.map(({ value }) => value.print));
    for (const slot of theirs.slots)
      if (!known.has(slot.value.print))
        this.change({ kind: 'insert', into: ours, from: theirs, slot });
    return { kind: 'free' };
  }

  private comments(spot: Spot): void {
    if (this.sources.hasNewComment(spot, spot.parents)) this.change({ kind: 'comments', at: spot });
  }

  private decide(decision: ContractDecision): void {
    if (!this.inAlias) this.decisions.push(decision);
  }

  private change(change: Change): void {
    if (!this.inAlias) this.changes.push(change);
  }

  /** What combines a list by the order of its items. */
  private hands(): Hands {
    return {
      decide: (decision) => this.decide(decision),
      change: (change) => this.change(change),
      clash: (path, items) => {
        if (!this.inAlias)
          this.lineConflicts.push(this.sources.conflictOfEntries(path, 'items', items));
      },
      comments: (spot) => this.comments(spot),
      value: (path, three, spot) => this.value(path, three, spot),
      choiceAt: (path) => {
        const choice = this.inAlias ? undefined : this.how.choices.get(path);
        if (choice) this.chosenPaths.push(path);
        return choice;
      },
    };
  }
}

interface Three {
  readonly base: Tree | undefined;
  readonly ours: Tree;
  readonly theirs: Tree;
}

type Slots = Met['slots'];

type Spotted = Slots & { readonly ours: Slot; readonly theirs: Slot };

function bare(tree: Tree): Tree {
  return { ...tree, alias: null };
}

function hasOwnValues(tree: Tree): boolean {
  return tree.kind === 'map' && tree.slots.some(({ value }) => value.kind === 'scalar');
}

function hasLines(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.id.startsWith('string ') && tree.id.includes('\n');
}

function entryOf(ours: Slot | undefined, theirs: Slot | undefined) {
  return { ...(ours ? { ours } : {}), ...(theirs ? { theirs } : {}) };
}

/** Whether entries of a collection, of which some may be gone, are no more in the order in which it has them. */
function isMoved(slots: readonly Slot[], { slots: all }: Collection): boolean {
  const places = new Map(all.map((slot, index) => [slot, index]));
  return slots.some((slot, index) => {
    const before = slots[index - 1];
    return before !== undefined && (places.get(before) ?? 0) > (places.get(slot) ?? 0);
  });
}

/** The last part of a path. */
function shownName(path: string): string {
  return path.replace(/^.*[.[](?=[^.[]*$)/, '').replace(/\]$/, '');
}
