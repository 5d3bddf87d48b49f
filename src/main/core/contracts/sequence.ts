import type { ContractChoice } from '../../../shared/contract/contracts.ts';
import { mergeItems, type Piece } from './items.ts';
import type { Parents } from './list-identity.ts';
import type { Three } from './merge-log.ts';
import type { Change, Merged, Spot } from './merged.ts';
import { placeOf } from './paths.ts';
import type { Slot } from './tree-shape.ts';
import type { ContractDecision } from './types.ts';

/** Operations of the enclosing merge that merging a list by order needs. */
export interface Hands {
  decide(decision: ContractDecision): void;
  change(change: Change): void;
  /** Compares the comments of an item that all versions have. */
  comments(spot: Spot): void;
  /** Merges the contents of an item that all versions have. */
  value(path: string, three: Three, spot: Spot): Merged;
  /** Reports that both sides changed a range of items differently. */
  clash(path: string, items: PieceSlots): void;
  /** Whether the list at a path is a set, without duplicates. */
  isSet(path: string): boolean;
  choiceAt(path: string): ContractChoice | undefined;
}

interface PieceSlots {
  readonly base: readonly Slot[];
  readonly ours: readonly Slot[];
  readonly theirs: readonly Slot[];
}

/** Merges a list that has only order to identify its items. Null if it must be merged as one value. */
export function combineItems(
  path: string,
  { base, ours, theirs }: Three,
  hands: Hands,
): Merged | null {
  if (base?.kind !== 'seq' || ours.kind !== 'seq' || theirs.kind !== 'seq') return null;
  if (ours.print === theirs.print) return null;
  const lists = { base: base.slots, ours: ours.slots, theirs: theirs.slots };
  const pieces = mergeItems(lists, { isSet: hands.isSet(path) });
  if (!pieces) return null;
  const items: Merged[] = [];
  /** The last item of ours that stays. */
  let after: Slot | null = null;
  let isOpen = false;
  for (const piece of pieces) {
    const slots = {
      base: base.slots.slice(...piece.base),
      ours: ours.slots.slice(...piece.ours),
      theirs: theirs.slots.slice(...piece.theirs),
    };
    if (piece.by === 'nobody') {
      items.push(...mates(path, piece, slots).map((mate) => mate({ base, ours, theirs }, hands)));
      after = slots.ours.at(-1) ?? after;
      continue;
    }
    const taken = takenOf(placeOf(path, piece.base), piece, { slots, hands });
    const parents = { base, ours, theirs };
    if (piece.by !== 'clash' && isReplacedOneByOne(slots)) {
      for (const [index, own] of slots.ours.entries()) {
        const [before, other] = [slots.base[index], slots.theirs[index]];
        if (!before || !other) throw new Error('An item has no counterpart.');
        const spot = { base: before, ours: own, theirs: other, parents };
        hands.comments(spot);
        if (taken === 'theirs') hands.change({ kind: 'replace', at: spot });
        items.push(asItem(taken === 'theirs' ? other : own));
      }
      after = slots.ours.at(-1) ?? after;
      continue;
    }
    if (taken === null) isOpen = true;
    if (taken === 'theirs') {
      for (const slot of slots.ours) hands.change({ kind: 'delete', from: ours, slot });
    } else {
      after = slots.ours.at(-1) ?? after;
      items.push(...slots.ours.map(asItem));
    }
    if (taken !== 'theirs' && taken !== 'both') continue;
    const known = new Set(taken === 'both' ? slots.ours.map(({ value }) => value.print) : []);
    for (const slot of slots.theirs.filter(({ value }) => !known.has(value.print))) {
      hands.change({ kind: 'insert', into: ours, from: theirs, slot, after });
      items.push(asItem(slot));
    }
  }
  return isOpen ? { kind: 'lines', isText: false } : { kind: 'sequence', items };
}

/** Whether plain values were replaced one by one, so that each keeps the comments at its position. */
function isReplacedOneByOne({ base, ours, theirs }: PieceSlots): boolean {
  const isPlain = ({ value }: Slot) => value.kind === 'scalar' && !value.block;
  return (
    base.length === ours.length &&
    base.length === theirs.length &&
    [...base, ...ours, ...theirs].every(isPlain)
  );
}

function asItem({ value }: Slot): Merged {
  return { kind: 'tree', tree: value };
}

/** Merges items that correspond in all versions by their contents. */
function mates(path: string, piece: Piece, slots: PieceSlots) {
  return slots.ours.map((own, index) => (parents: Parents, hands: Hands): Merged => {
    const [before, other] = [slots.base[index], slots.theirs[index]];
    if (!before || !other) throw new Error('An item has no counterpart.');
    const at = piece.base[0] + index;
    const three = { base: before.value, ours: own.value, theirs: other.value };
    const spot = { base: before, ours: own, theirs: other, parents };
    hands.comments(spot);
    return hands.value(placeOf(path, [at, at + 1]), three, spot);
  });
}

/** Which side's items a range contains in the end; null if it conflicts, and then ours are kept. */
function takenOf(
  path: string,
  { by }: Piece,
  { slots, hands }: { readonly slots: PieceSlots; readonly hands: Hands },
): 'ours' | 'theirs' | 'both' | null {
  if (by !== 'clash') {
    const side = by === 'theirs' ? 'theirs' : 'ours';
    const isGone = slots[side].length === 0;
    const kind = slots.base.length === 0 ? 'added' : isGone ? 'deleted' : 'changed';
    hands.decide({ path, kind, side: by === 'both' ? 'both' : side });
    return side;
  }
  const choice = hands.choiceAt(path);
  if (choice?.kind === 'both') return 'both';
  if (choice?.kind === 'side' && choice.side !== 'base') return choice.side;
  hands.clash(path, slots);
  return null;
}
