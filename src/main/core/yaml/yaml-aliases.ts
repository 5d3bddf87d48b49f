import { type Document, parseDocument, visit } from 'yaml';
import { oneLineYaml } from './yaml-scalar.ts';

/** Replaces each alias by the value of its anchor; everything else, anchors too, stays byte for byte the same. */
export function withoutAliases(text: string): string {
  const document = parseDocument(text);
  const places: { readonly from: number; readonly to: number; readonly value: string }[] = [];
  visit(document, {
    Alias(_, alias) {
      const node = alias.resolve(document);
      if (!node || !alias.range) return;
      const [from, to] = alias.range;
      places.push({ from, to, value: oneLineYaml(node.toJS(document)) });
    },
  });
  return places
    .toSorted((a, b) => b.from - a.from)
    .reduce((left, { from, to, value }) => left.slice(0, from) + value + left.slice(to), text);
}

/** Offset of the first alias without an anchor before it, else of the first alias; 0 if there are no aliases. */
export function troubledAlias(document: Document): number {
  const found: { readonly at: number; readonly isBroken: boolean }[] = [];
  visit(document, {
    Alias(_, alias) {
      found.push({ at: alias.range?.[0] ?? 0, isBroken: alias.resolve(document) === undefined });
    },
  });
  return (found.find(({ isBroken }) => isBroken) ?? found[0])?.at ?? 0;
}
