import type { MergeLog, Three } from './merge-log.ts';
import type { Merged, Spot } from './merged.ts';
import type { Tree } from './tree-shape.ts';

/** A value to merge as a unit; `reason` explains a conflict to a person. */
interface Whole {
  readonly path: string;
  readonly spot: Spot | null;
  readonly reason?: string | undefined;
}

/** Merges a value as a unit: takes it from the side that changed it. */
export function combineWhole({ path, spot, reason }: Whole, three: Three, log: MergeLog): Merged {
  const { base, ours, theirs } = three;
  const { sources } = log;
  if (ours.print === theirs.print) {
    if (!base) log.decide({ path, kind: 'added', side: 'both' });
    else if (base.print !== ours.print) log.decide({ path, kind: 'changed', side: 'both' });
    // The values are equal, but only theirs changed how it is written.
    if (base && ours.kind === 'scalar' && sources.of(1, ours) === sources.of(0, base))
      if (sources.of(2, theirs) !== sources.of(0, base)) log.change({ kind: 'replace', at: spot });
    return { kind: 'tree', tree: ours };
  }
  if (base && base.print === ours.print) {
    log.decide({ path, kind: 'changed', side: 'theirs' });
    log.change({ kind: 'replace', at: spot });
    return { kind: 'tree', tree: theirs };
  }
  if (base && base.print === theirs.print) {
    log.decide({ path, kind: 'changed', side: 'ours' });
    return { kind: 'tree', tree: ours };
  }
  const chosen = spot && chosenValue({ path, spot }, three, log);
  if (chosen) return chosen;
  const met = sources.conflict(path, base ? 'changed' : 'added', three);
  const conflict = reason === undefined ? met : { ...met, reason };
  const isOfLines =
    base &&
    hasLines(sources.of(0, base), base) &&
    hasLines(sources.of(1, ours), ours) &&
    hasLines(sources.of(2, theirs), theirs);
  if (isOfLines) {
    log.lineConflict(conflict);
    return { kind: 'lines', isText: true };
  }
  log.conflict(conflict);
  return { kind: 'tree', tree: ours };
}

/** The value that a person chose; null if no choice was made. */
function chosenValue(
  { path, spot }: { readonly path: string; readonly spot: Spot },
  { base, ours, theirs }: Three,
  log: MergeLog,
): Merged | null {
  const choice = log.choiceAt(path);
  if (!choice) return null;
  if (choice.kind === 'side' && choice.side === 'ours') return { kind: 'tree', tree: ours };
  if (choice.kind === 'side' && choice.side === 'theirs') {
    log.change({ kind: 'replace', at: spot });
    return { kind: 'tree', tree: theirs };
  }
  if (choice.kind === 'text') {
    log.change({ kind: 'rewrite', at: spot, text: choice.text, column: 0 });
    return { kind: 'free' };
  }
  if (choice.kind === 'side') {
    if (!base) return null;
    const column = log.sources.columnOf(0, base);
    log.change({ kind: 'rewrite', at: spot, text: log.sources.of(0, base), column });
    return { kind: 'tree', tree: base };
  }
  return bothLists(ours, theirs, log);
}

/** Appends theirs to ours without duplicates; null if they are not both lists. */
function bothLists(ours: Tree, theirs: Tree, log: MergeLog): Merged | null {
  if (ours.kind !== 'seq' || theirs.kind !== 'seq') return null;
  const known = new Set(ours.slots.map(({ value }) => value.print));
  for (const slot of theirs.slots)
    if (!known.has(slot.value.print))
      log.change({ kind: 'insert', into: ours, from: theirs, slot });
  return { kind: 'free' };
}

/** Whether a string is written on several lines, folded or not. */
function hasLines(source: string, tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.id.startsWith('string ') && source.includes('\n');
}
