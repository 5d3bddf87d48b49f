import { isMap, isScalar, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/**
 * Finds an unquoted value inside `{}` or `[]` that YAML splits at a comma: `numeric(10,2)` becomes `numeric(10` and an
 * entry `2)`, although one value was meant. Null if there is none.
 */
export function splitValue(node: YAMLMap | YAMLSeq): string | null {
  if (!node.flow) return null;
  const parts = isMap(node)
    ? (node.items as Pair[]).flatMap(({ key, value }) => [key, value])
    : node.items;
  for (const part of parts) {
    if (!isScalar(part) || part.type !== Scalar.PLAIN || !part.source) continue;
    const { source } = part;
    if (source.split('(').length > source.split(')').length) return source;
  }
  return null;
}
