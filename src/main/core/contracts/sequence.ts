import type { ContractChoice } from '../../../shared/contract/contracts.ts';
import { mergeItems, type Piece } from './items.ts';
import type { Change, Merged } from './merged.ts';
import { placeOf } from './paths.ts';
import type { SeqTree, Slot, Tree } from './tree.ts';
import type { ContractDecision } from './types.ts';

/** What a list by order needs of the merge that it is part of. */
export interface Hands {
  decide(decision: ContractDecision): void;
  change(change: Change): void;
  /** Notes that neighbouring items of each version do not go together. */
  clash(path: string, items: PieceSlots): void;
  choiceAt(path: string): ContractChoice | undefined;
}

interface Three {
  readonly base: Tree | undefined;
  readonly ours: Tree;
  readonly theirs: Tree;
}

interface PieceSlots {
  readonly base: readonly Slot[];
  readonly ours: readonly Slot[];
  readonly theirs: readonly Slot[];
}

/** A list whose items nothing tells apart but their order. Null where it has to be taken as one. */
export function combineItems(
  path: string,
  { base, ours, theirs }: Three,
  hands: Hands,
): Merged | null {
  if (base?.kind !== 'seq' || ours.kind !== 'seq' || theirs.kind !== 'seq') return null;
  if (new Set([base.print, ours.print, theirs.print]).size < 3) return null;
  if (ours.flow !== theirs.flow) return null;
  const pieces = mergeItems({ base: prints(base), ours: prints(ours), theirs: prints(theirs) });
  if (!pieces) return null;
  const items: Tree[] = [];
  /** The last item of ours that stays. */
  let after: Slot | null = null;
  for (const piece of pieces) {
    const own = ours.slots.slice(...piece.ours);
    const other = theirs.slots.slice(...piece.theirs);
    const slots = { base: base.slots.slice(...piece.base), ours: own, theirs: other };
    const taken = takenOf(placeOf(path, piece.base), piece, { slots, hands });
    if (taken === 'theirs') {
      for (const slot of own) hands.change({ kind: 'delete', from: ours, slot });
    } else {
      after = own.at(-1) ?? after;
      items.push(...own.map(({ value }) => value));
    }
    if (taken === 'ours') continue;
    const known = new Set(taken === 'both' ? own.map(({ value }) => value.print) : []);
    for (const slot of other.filter(({ value }) => !known.has(value.print))) {
      hands.change({ kind: 'insert', into: ours, from: theirs, slot, after });
      items.push(slot.value);
    }
  }
  return { kind: 'sequence', items };
}

function prints({ slots }: SeqTree): readonly string[] {
  return slots.map(({ value }) => value.print);
}

/** Whose items a piece of a list has in the end; ours where they are in conflict. */
function takenOf(
  path: string,
  { by }: Piece,
  { slots, hands }: { readonly slots: PieceSlots; readonly hands: Hands },
): 'ours' | 'theirs' | 'both' {
  if (by === 'nobody') return 'ours';
  if (by !== 'clash') {
    const side = by === 'theirs' ? 'theirs' : 'ours';
    const isGone = slots[side].length === 0;
    const kind = slots.base.length === 0 ? 'added' : isGone ? 'deleted' : 'changed';
    hands.decide({ path, kind, side: by });
    return side;
  }
  const choice = hands.choiceAt(path);
  if (choice?.kind === 'both') return 'both';
  if (choice?.kind === 'side' && choice.side !== 'base') return choice.side;
  hands.clash(path, slots);
  return 'ours';
}
