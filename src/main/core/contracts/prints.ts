import { createHash } from 'node:crypto';
import type { Slot } from './tree.ts';
import { NotStructural } from './types.ts';

/** Two entries with one key are read differently by different programs. */
export function checkKeys(slots: readonly Slot[]): void {
  if (new Set(slots.map((slot) => slot.label)).size < slots.length)
    throw new NotStructural('It holds a key twice.');
}

/** Longer values are told by their digest. */
const LONGEST_AS_IT_IS = 64;

/** The print of a value by its type and text. A blank is in no digest, and a line end in no print. */
export function printOfScalar(id: string): string {
  const isShort = id.length <= LONGEST_AS_IT_IS && !id.includes('\n');
  return isShort ? `scalar ${id}` : digest('scalar', [id]);
}

/** The print of a map: the order of its keys says nothing. */
export function printOfMap(slots: readonly Slot[]): string {
  return digest('map', slots.map((slot) => `${slot.label}\n${slot.value.print}`).sort());
}

/** Equal for equal values, whatever their style. */
export function digest(kind: string, parts: readonly string[]): string {
  return createHash('sha1')
    .update(JSON.stringify([kind, parts]))
    .digest('base64');
}
