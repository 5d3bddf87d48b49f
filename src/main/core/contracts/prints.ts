import { createHash } from 'node:crypto';
import type { Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** Throws NotStructural on duplicate keys, because programs disagree on which entry counts. */
export function checkKeys(slots: readonly Slot[]): void {
  if (new Set(slots.map((slot) => slot.label)).size < slots.length)
    throw new NotStructural('It contains a duplicate key.');
}

/** The print of a map; the order of its keys does not matter. */
export function printOfMap(slots: readonly Slot[]): string {
  return printOf('map', slots.map((slot) => `${slot.label}\n${slot.value.print}`).sort());
}

/** Maximum characters of a print that is not hashed: covers most scalars and many small maps and lists. */
const LONGEST_AS_IT_IS = 96;

/** A one-line print of a value; equal values have equal prints, whatever their style. */
export function printOf(kind: string, parts: readonly string[]): string {
  const print = JSON.stringify([kind, parts]);
  return print.length <= LONGEST_AS_IT_IS
    ? print
    : createHash('sha1').update(print).digest('base64');
}
