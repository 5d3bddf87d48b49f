import { createHash } from 'node:crypto';
import type { Slot } from './tree.ts';
import { NotStructural } from './types.ts';

/** Two entries with one key are read differently by different programs. */
export function checkKeys(slots: readonly Slot[]): void {
  if (new Set(slots.map((slot) => slot.label)).size < slots.length)
    throw new NotStructural('It holds a key twice.');
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
