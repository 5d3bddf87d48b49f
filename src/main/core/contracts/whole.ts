import type { MergeLog, Three } from './merge-log.ts';
import type { Merged, Spot } from './merged.ts';
import type { Tree } from './tree-shape.ts';

/** A value that is taken as one: from the side that changed it. `reason` is why it is, where that needs words. */
export function combineWhole(
  path: string,
  three: Three,
  spot: Spot | null,
  log: MergeLog,
  reason?: string,
): Merged {
  const { base, ours, theirs } = three;
  const { sources } = log;
  if (ours.print === theirs.print) {
    if (!base) log.decide({ path, kind: 'added', side: 'both' });
    else if (base.print !== ours.print) log.decide({ path, kind: 'changed', side: 'both' });
    // The same value, written differently by theirs alone.
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
  const chosen = spot && chosenValue(path, three, spot, log);
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

/** What a person chose for a value that both have; null where they chose nothing. */
function chosenValue(
  path: string,
  { base, ours, theirs }: Three,
  spot: Spot,
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

/** Two lists after each other, what both have only once; null for anything else. */
function bothLists(ours: Tree, theirs: Tree, log: MergeLog): Merged | null {
  if (ours.kind !== 'seq' || theirs.kind !== 'seq') return null;
  const known = new Set(ours.slots.map(({ value }) => value.print));
  for (const slot of theirs.slots)
    if (!known.has(slot.value.print))
      log.change({ kind: 'insert', into: ours, from: theirs, slot });
  return { kind: 'free' };
}

/** Whether a text is written in several lines, folded or not. */
function hasLines(source: string, tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.id.startsWith('string ') && source.includes('\n');
}
