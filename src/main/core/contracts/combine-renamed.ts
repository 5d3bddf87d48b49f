import type { Labelled } from './list-identity.ts';
import type { MergeLog, Three } from './merge-log.ts';
import type { Merged, Spot } from './merged.ts';
import type { Doubled, Slots } from './moves.ts';
import { innerPath } from './paths.ts';
import type { Rename } from './renames.ts';
import type { Slot } from './tree-shape.ts';

/** Where to report renamed entries, and how to merge their contents. */
export interface RenameHands {
  readonly log: MergeLog;
  value(path: string, three: Three, spot: Spot): Merged;
}

interface Place {
  /** The collection that contains the entry, and its merged contents so far. */
  readonly labelled: Labelled;
  readonly merged: Map<string, Merged>;
}

/** Merges an entry that one side renamed while the other changed, deleted or differently renamed it. */
export function combineRenamed(
  rename: Rename,
  { path, labelled, merged }: Place & { readonly path: string },
  hands: RenameHands,
): void {
  const { log } = hands;
  const { from, ours: own, theirs: other } = rename;
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
    const guess = { from, label, here: pathOf(label, slot), before, side } as const;
    const known = { ...slots, ours: slots.ours, theirs: slots.theirs };
    renamedByOne(guess, { slots: known, labelled, merged }, hands);
    return;
  }
  const taken = log.sideOf(before);
  for (const name of taken ? [own, other] : [])
    if (name !== null) log.shows(pathOf(name, ours.get(name) ?? theirs.get(name)));
  if (taken === 'theirs') {
    if (slots.ours) log.change({ kind: 'delete', from: parents.ours, slot: slots.ours });
  } else if (taken === null) log.movedApart(before, slots);
  const [name, kept] = taken === 'theirs' ? [other, slots.theirs] : [own, slots.ours];
  if (name !== null && kept) merged.set(name, { kind: 'tree', tree: kept.value });
}

interface Guess {
  readonly from: string;
  /** Its new label, and its paths after and before the rename. */
  readonly label: string;
  readonly here: string;
  readonly before: string;
  /** The side that may have renamed it. */
  readonly side: 'ours' | 'theirs';
}

/**
 * One side deleted an entry that the other changed, and has the deleted contents under a new name. Whether that is a
 * rename is uncertain, so a person may choose it.
 */
function renamedByOne(
  { from, label, here, before, side }: Guess,
  {
    slots,
    labelled,
    merged,
  }: Place & { readonly slots: Slots & { readonly ours: Slot; readonly theirs: Slot } },
  { log, value }: RenameHands,
): void {
  const { parents, key } = labelled;
  if (log.choiceAt(before)?.kind === 'renamed') {
    log.shows(here);
    log.decide({ path: here, kind: 'renamed', side, from: before });
    if (side === 'theirs' && key === null)
      log.change({ kind: 'rename', ours: slots.ours, theirs: slots.theirs });
    const { base, ours, theirs } = slots;
    const three = { base: base?.value, ours: ours.value, theirs: theirs.value };
    merged.set(label, value(here, three, { ...slots, parents }));
    return;
  }
  const kind = side === 'ours' ? 'deleted-by-ours' : 'deleted-by-theirs';
  const gone = { ...slots, [side]: undefined };
  const reason = `${lastPart(before)} may have been renamed to ${lastPart(here)}: both have the same values.`;
  const offered = { reason, choices: ['ours', 'theirs', 'renamed'] };
  const kept = log.clash(before, gone, { kind, from: parents.ours, offered });
  if (kept) merged.set(from, kept);
  log.decide({ path: here, kind: 'added', side });
  merged.set(label, { kind: 'tree', tree: slots[side].value });
}

/** An entry that both sides moved, each to a different place. */
export function combineDoubled({ gone, ours, theirs }: Doubled, log: MergeLog): void {
  const taken = log.sideOf(gone.path);
  const added = { base: gone.slots.base, ours: ours.slots.ours, theirs: theirs.slots.theirs };
  if (taken === null) {
    log.movedApart(gone.path, added);
    return;
  }
  log.shows(ours.path, theirs.path);
  if (taken === 'ours') {
    log.keepOut(added.theirs);
    theirs.merged.delete(theirs.label);
  } else if (added.ours) {
    log.change({ kind: 'delete', from: ours.parents.ours, slot: added.ours });
    ours.merged.delete(ours.label);
  }
}

function lastPart(path: string): string {
  return path.replace(/^.*[.[](?=[^.[]*$)/, '').replace(/\]$/, '');
}
