import { Lexer } from 'yaml';
import { labelItems } from './list-identity.ts';
import type { Combined, Merged } from './merged.ts';
import type { Parsed } from './tree.ts';
import type { Tree } from './tree-shape.ts';
import { isJson, type Versions } from './versions.ts';

/** The lexer emits this character before a scalar. */
const SCALAR_FOLLOWS = '\x1f';

/** Whether a merged text has the merged value, and is JSON if both sides are. */
export function hasMergedValue(
  text: Parsed,
  { merged }: Combined,
  { isJson: mustBeJson }: Versions,
): boolean {
  return (!mustBeJson || isJson(text.text)) && isSame(merged, text.root);
}

/** Whether a parsed text equals the merged value. Maps and sets have no order. */
function isSame(merged: Merged, tree: Tree | null): boolean {
  if (!tree) return false;
  if (merged.kind === 'tree') return merged.tree.print === tree.print;
  if (merged.kind === 'free') return true;
  if (merged.kind === 'lines')
    return merged.isText ? tree.kind === 'scalar' && tree.id.startsWith('string ') : true;
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
      merged.items.every((item, index) => isSame(item, tree.slots[index]?.value ?? null))
    );
  const items = labelItems(tree, merged.key);
  if (items?.size !== merged.items.size) return false;
  const order = merged.order?.filter((label) => merged.items.has(label));
  if (order && [...items.keys()].some((label, index) => label !== order[index])) return false;
  return [...merged.items].every(([label, item]) => isSame(item, items.get(label)?.value ?? null));
}

/** Whether a result has exactly the comments that both sides want: added ones, unchanged ones, and no deleted ones. */
export function keepsComments(texts: {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly result: string;
}): boolean {
  // Finding comments takes about as long as parsing; most JSON and many other files have none.
  if (!texts.ours.includes('#') && !texts.theirs.includes('#')) return true;
  const [base, ours, theirs, result] = [texts.base, texts.ours, texts.theirs, texts.result].map(
    countComments,
  ) as [Counts, Counts, Counts, Counts];
  return [...ours.keys(), ...theirs.keys()].every((comment) => {
    const [before, own, other] = [base, ours, theirs].map((all) => all.get(comment) ?? 0) as [
      number,
      number,
      number,
    ];
    const sum = own + other - before;
    const found = result.get(comment) ?? 0;
    // If both sides added the same words, one or two comments are correct.
    return found === sum || (own === other && found >= own && found <= Math.max(own, sum));
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
