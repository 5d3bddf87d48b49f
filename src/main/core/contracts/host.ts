import { endOfLine } from './source-lines.ts';
import type { Parsed } from './tree.ts';
import type { MapTree, Slot, Tree } from './tree-shape.ts';

type Version = Pick<Parsed, 'text' | 'root'>;

/** Fewer say nothing about how a file is written. */
const TELLING_LINES = 2;
const TELLING_WORDS = 4;
const TELLING_KEYS = 3;
/** Shares of base's lines or words. */
const MOST = 0.6;
const FEW = 0.3;
/** As many lines more or less that lines were joined or parted, not added or deleted. */
const MANY_TIMES = 2;

/**
 * The side into which the other one's changes are written: that which gave the whole file another form. Ours unless theirs
 * alone did so for certain.
 */
export function hostOf(base: Version, ours: Version, theirs: Version): 'ours' | 'theirs' {
  return !isReformed(base, ours) && isReformed(base, theirs) ? 'theirs' : 'ours';
}

function isReformed(base: Version, side: Version): boolean {
  const hasOtherEnds =
    base.text.includes('\n') &&
    side.text.includes('\n') &&
    endOfLine(base.text) !== endOfLine(side.text);
  const kept = linesKept(base.text, side.text);
  return hasOtherEnds || isIndented(kept) || isReflowed(base, side, kept) || isSorted(base, side);
}

interface Kept {
  /** Lines of base and of the side with anything on them. */
  readonly base: number;
  readonly side: number;
  /** Those of base that the side has, however indented. */
  readonly trimmed: number;
  /** Of these, those that base indents, and those of them that the side indents alike. */
  readonly deep: number;
  readonly alike: number;
}

function linesKept(base: string, side: string): Kept {
  const [before, after] = [base, side].map(linesOf) as [string[], string[]];
  const trimmed = counted(after.map((line) => line.trim()));
  const whole = counted(after);
  const kept = before.filter((line) => take(trimmed, line.trim()));
  const deep = kept.filter((line) => /^\s/.test(line));
  const alike = deep.filter((line) => take(whole, line)).length;
  const counts = { base: before.length, side: after.length };
  return { ...counts, trimmed: kept.length, deep: deep.length, alike };
}

/** Most lines are still there, and hardly one as deep as it was. */
function isIndented({ base, trimmed, deep, alike }: Kept): boolean {
  return deep >= TELLING_LINES && trimmed >= base * MOST && alike <= deep * FEW;
}

/** Most words are still there, and hardly one line: minified, spread out, or between braces and blocks. */
function isReflowed(base: Version, side: Version, kept: Kept): boolean {
  const [less, more] = [kept.base, kept.side].sort((a, b) => a - b) as [number, number];
  if (more < less * MANY_TIMES || kept.trimmed > kept.base * FEW) return false;
  const words = wordsOf(base.text);
  const others = counted(wordsOf(side.text));
  const found = words.filter((word) => take(others, word)).length;
  return words.length >= TELLING_WORDS && found >= words.length * MOST;
}

/** All keys stand in the order of the alphabet, and those that base has stood in another one. */
function isSorted(base: Version, side: Version): boolean {
  if (!base.root || !side.root) return false;
  return keysMoved(base.root, side.root) >= TELLING_KEYS && mapsOf(side.root).every(hasOrder);
}

/** How many keys stand in maps that both have and of which the order changed. */
function keysMoved(base: Tree, side: Tree): number {
  if (base.kind === 'seq' && side.kind === 'seq')
    return sum(base.slots, ({ value }, at) => {
      const other = side.slots[at];
      return other ? keysMoved(value, other.value) : 0;
    });
  if (base.kind !== 'map' || side.kind !== 'map') return 0;
  const others = new Map(side.slots.map((slot) => [slot.label, slot.value]));
  const own = new Set(base.slots.map(({ label }) => label));
  const before = base.slots.filter(({ label }) => others.has(label));
  const after = side.slots.filter(({ label }) => own.has(label));
  const isMoved = before.some(({ label }, at) => label !== after[at]?.label);
  const inner = sum(before, ({ label, value }) => keysMoved(value, others.get(label) ?? value));
  return inner + (isMoved ? before.length : 0);
}

function sum(slots: readonly Slot[], count: (slot: Slot, at: number) => number): number {
  return slots.reduce((total, slot, at) => total + count(slot, at), 0);
}

function hasOrder({ slots }: MapTree): boolean {
  const isAfter = (fold: (name: string) => string) =>
    slots.every(({ name }, at) => at === 0 || fold(slots[at - 1]?.name ?? '') <= fold(name));
  return isAfter((name) => name) || isAfter((name) => name.toLowerCase());
}

function mapsOf(tree: Tree | null): MapTree[] {
  if (!tree || tree.kind === 'scalar') return [];
  const inner = tree.slots.flatMap(({ value }) => mapsOf(value));
  return tree.kind === 'map' ? [tree, ...inner] : inner;
}

/** Lines with anything on them; a comma at the end tells only what comes next. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd().replace(/,$/, ''));
  return lines.filter((line) => line !== '');
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,:{}[\]"'-]+/).filter((word) => word !== '');
}

function counted(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, one: string): boolean {
  const left = counts.get(one) ?? 0;
  if (left > 0) counts.set(one, left - 1);
  return left > 0;
}
