import type { Labelled } from './list-identity.ts';
import type { Merged } from './merged.ts';
import { weightOf } from './renames.ts';
import type { Slot } from './tree-shape.ts';

/** One entry in the versions that have it. */
export interface Slots {
  readonly base: Slot | undefined;
  readonly ours: Slot | undefined;
  readonly theirs: Slot | undefined;
}

/** An entry that the merge visited, with the collection that it goes into. */
export interface Met {
  readonly path: string;
  readonly label: string;
  readonly slots: Slots;
  readonly parents: Labelled['parents'];
  readonly merged: Map<string, Merged>;
}

/** An unchanged entry that each side moved to a different place: a naive merge would contain it twice. */
export interface Doubled {
  readonly gone: Met;
  readonly ours: Met;
  readonly theirs: Met;
}

/** Records entries that were removed from one place and added at another. */
export class Moves {
  readonly #gone: Met[] = [];
  readonly #fresh = { ours: new Map<string, Met[]>(), theirs: new Map<string, Met[]>() };

  note(met: Met): void {
    const { base, ours, theirs } = met.slots;
    if (base && !ours && !theirs) this.#gone.push(met);
    if (base || (ours && theirs)) return;
    const side = ours ? 'ours' : 'theirs';
    const key = contentOf(met.label, ours ?? theirs);
    if (key !== null) this.#fresh[side].set(key, [...(this.#fresh[side].get(key) ?? []), met]);
  }

  doubled(): readonly Doubled[] {
    return this.#gone.flatMap((gone) => {
      const key = contentOf(gone.label, gone.slots.base) ?? '';
      const [ours] = this.#fresh.ours.get(key) ?? [];
      const [theirs] = this.#fresh.theirs.get(key) ?? [];
      return ours && theirs ? [{ gone, ours, theirs }] : [];
    });
  }
}

function contentOf(label: string, slot: Slot | undefined): string | null {
  if (!slot || weightOf(slot.value) === 0) return null;
  return `${label}\n${slot.value.print}`;
}
