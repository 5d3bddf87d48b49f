import type { Tree } from './tree-shape.ts';

/** Converts a JSON tree to plain values. Integers that a number cannot represent exactly become bigints. */
export function jsonValue(tree: Tree): unknown {
  if (tree.kind === 'seq') return tree.slots.map(({ value }) => jsonValue(value));
  // `fromEntries` defines properties instead of assigning them, so `__proto__` is an ordinary key.
  if (tree.kind === 'map')
    return Object.fromEntries(tree.slots.map(({ name, value }) => [name, jsonValue(value)]));
  const { id, shown } = tree;
  if (id.startsWith('string ')) return shown;
  if (id.startsWith('boolean ')) return shown === 'true';
  if (id.startsWith('null ')) return null;
  const number = Number(shown);
  return id.startsWith('bigint ') && !Number.isSafeInteger(number) ? BigInt(shown) : number;
}
