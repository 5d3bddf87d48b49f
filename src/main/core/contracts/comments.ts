import * as lines from './source-lines.ts';
import type { Collection, Slot } from './tree-shape.ts';

type Place = readonly [from: number, to: number];

/** Comments of a block entry: the lines above it, and the rest of its first line. */
export interface EntryComments {
  readonly lead: Place;
  /** Null if something other than a comment can follow on its first line. */
  readonly tail: Place | null;
}

/** Ranges where an entry's comments are or would be; null if the entry does not start a line. */
export function commentsOf(text: string, parent: Collection, slot: Slot): EntryComments | null {
  if (parent.flow || slot.start < 0) return null;
  const start = lines.lineStart(text, slot.start);
  if (text.slice(start, slot.start).trim() !== '') return null;
  const above = parent.slots[parent.slots.indexOf(slot) - 1];
  const floor = above ? lines.lineEnd(text, above.value.end) : 0;
  return {
    lead: [lines.leadStart(text, { at: start, floor, isFirst: true }), start],
    tail: tailOf(text, slot),
  };
}

/** Whether an entry has the same comments in two texts, ignoring indentation. */
export function isSameComment(
  [text, place]: readonly [string, Place | null],
  [other, otherPlace]: readonly [string, Place | null],
): boolean {
  return wordsAt(text, place) === wordsAt(other, otherPlace);
}

function wordsAt(text: string, place: Place | null): string {
  if (!place) return '';
  const found = text
    .slice(...place)
    .split('\n')
    .map((line) => line.trim());
  return found.filter((line) => line !== '').join('\n');
}

function tailOf(text: string, { value, keyEnd }: Slot): Place | null {
  const isBlock = value.kind === 'scalar' ? value.block : !value.flow;
  if (isBlock && (keyEnd < 0 || value.kind === 'scalar')) return null;
  const from = isBlock ? text.indexOf(':', keyEnd) + 1 : value.range[1];
  const to = from + (/^[^\r\n]*/.exec(text.slice(from))?.[0].length ?? 0);
  return /^(?:[ \t]*|[ \t]+#.*)$/.test(text.slice(from, to)) ? [from, to] : null;
}
