import { Lexer } from 'yaml';
import { labelItems } from './identity.ts';
import type { Merged } from './merged.ts';
import type { Tree } from './tree.ts';

/** Before a value, the lexer says so with this character. */
const SCALAR_FOLLOWS = '\x1f';

/** Whether a parsed text says exactly what the merged value says. Lists by identity and sets have no order. */
export function isSame(merged: Merged, tree: Tree | null): boolean {
  if (!tree) return false;
  if (merged.kind === 'tree') return merged.tree.print === tree.print;
  if (merged.kind === 'free') return true;
  if (merged.kind === 'lines') return tree.kind === 'scalar' && tree.id.startsWith('string ');
  if (merged.kind === 'map') {
    if (tree.kind !== 'map' || tree.slots.length !== merged.entries.size) return false;
    return tree.slots.every((slot) => {
      const expected = merged.entries.get(slot.label);
      return expected !== undefined && isSame(expected, slot.value);
    });
  }
  if (merged.kind === 'sequence')
    return (
      tree.kind === 'seq' &&
      tree.slots.length === merged.items.length &&
      tree.slots.every(({ value }, index) => value.print === merged.items[index]?.print)
    );
  const items = labelItems(tree, merged.key);
  if (items?.size !== merged.items.size) return false;
  return [...merged.items].every(([label, item]) => isSame(item, items.get(label)?.value ?? null));
}

/** Whether every comment that a side added is in the result, counted: a comment both added stands there twice. */
export function keepsComments(texts: {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly result: string;
}): boolean {
  // Reading them takes about as long as parsing; most JSON and many others have none.
  if (!texts.ours.includes('#') && !texts.theirs.includes('#')) return true;
  const [base, ours, theirs, result] = [texts.base, texts.ours, texts.theirs, texts.result].map(
    countComments,
  ) as [Counts, Counts, Counts, Counts];
  return [...ours.keys(), ...theirs.keys()].every((comment) => {
    const before = base.get(comment) ?? 0;
    const added = [ours, theirs].map((side) => Math.max(0, (side.get(comment) ?? 0) - before));
    const more = added.reduce((sum, count) => sum + count, 0);
    return more === 0 || (result.get(comment) ?? 0) >= before + more;
  });
}

type Counts = ReadonlyMap<string, number>;

function countComments(text: string): Counts {
  const counts = new Map<string, number>();
  let before = '';
  for (const token of new Lexer().lex(text)) {
    const comment = token.trim();
    if (token.startsWith('#') && before !== SCALAR_FOLLOWS && comment.length > 1)
      counts.set(comment, (counts.get(comment) ?? 0) + 1);
    before = token;
  }
  return counts;
}
