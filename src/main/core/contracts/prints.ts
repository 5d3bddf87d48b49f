import { createHash } from 'node:crypto';
import type { Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** Two entries with one key are read differently by different programs. */
export function checkKeys(slots: readonly Slot[]): void {
  if (new Set(slots.map((slot) => slot.label)).size < slots.length)
    throw new NotStructural('It holds a key twice.');
}

/** The print of a map: the order of its keys says nothing. */
export function printOfMap(slots: readonly Slot[]): string {
  return printOf('map', slots.map((slot) => `${slot.label}\n${slot.value.print}`).sort());
}

/** Characters of the longest print that is no digest: those of most values, and of many small maps and lists. */
const LONGEST_AS_IT_IS = 96;

/** Equal for equal values, whatever their style, and without line ends. */
export function printOf(kind: string, parts: readonly string[]): string {
  const print = JSON.stringify([kind, parts]);
  return print.length <= LONGEST_AS_IT_IS
    ? print
    : createHash('sha1').update(print).digest('base64');
}
