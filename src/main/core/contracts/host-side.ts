import { endOfLine } from './source-lines.ts';
import type { Parsed } from './tree.ts';
import type { MapTree, Slot, Tree } from './tree-shape.ts';

type Version = Pick<Parsed, 'text' | 'root'>;

/** Minimum lines, words and keys that show how a file is formatted. */
const TELLING_LINES = 2;
const TELLING_WORDS = 4;
const TELLING_KEYS = 3;
/** Shares of the base's lines or words. */
const MOST = 0.6;
const FEW = 0.3;
/** If line counts differ by at least this factor, lines were joined or split rather than added or deleted. */
const MANY_TIMES = 2;

/**
 * Chooses the side into whose text the other side's changes are written: the side that reformatted the whole file.
 * Ours, unless clearly only theirs reformatted it.
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
  /** Non-blank lines of the base and of the side. */
  readonly base: number;
  readonly side: number;
  /** Lines of the base that the side has, ignoring indentation. */
  readonly trimmed: number;
  /** Of these, lines that the base indents, and those that the side indents equally. */
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

/** Most lines remain, but few with the same indentation. */
function isIndented({ base, trimmed, deep, alike }: Kept): boolean {
  return deep >= TELLING_LINES && trimmed >= base * MOST && alike <= deep * FEW;
}

/** Most words remain, but few lines: the file was minified, expanded, or converted between flow and block style. */
function isReflowed(base: Version, side: Version, kept: Kept): boolean {
  const [less, more] = [kept.base, kept.side].sort((a, b) => a - b) as [number, number];
  if (more < less * MANY_TIMES || kept.trimmed > kept.base * FEW) return false;
  const words = wordsOf(base.text);
  const others = counted(wordsOf(side.text));
  const found = words.filter((word) => take(others, word)).length;
  return words.length >= TELLING_WORDS && found >= words.length * MOST;
}

/** All keys are sorted alphabetically, and enough of the base's keys were in another order. */
function isSorted(base: Version, side: Version): boolean {
  if (!base.root || !side.root) return false;
  return keysMoved(base.root, side.root) >= TELLING_KEYS && mapsOf(side.root).every(hasOrder);
}

/** Number of keys in maps that both versions have with a different order. */
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

/** Non-blank lines without a trailing comma, which depends only on what follows. */
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
