import type { Tree } from './tree-shape.ts';

/** A tree of JSON as plain values; whole numbers that a number cannot hold exactly are big ones. */
export function jsonValue(tree: Tree): unknown {
  if (tree.kind === 'seq') return tree.slots.map(({ value }) => jsonValue(value));
  // Defined, not assigned: `__proto__` is a key like any other.
  if (tree.kind === 'map')
    return Object.fromEntries(tree.slots.map(({ name, value }) => [name, jsonValue(value)]));
  const { id, shown } = tree;
  if (id.startsWith('string ')) return shown;
  if (id.startsWith('boolean ')) return shown === 'true';
  if (id.startsWith('null ')) return null;
  const number = Number(shown);
  return id.startsWith('bigint ') && !Number.isSafeInteger(number) ? BigInt(shown) : number;
}
