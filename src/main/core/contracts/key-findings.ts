import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { splitValue } from './split-value.ts';
import type { ContractFinding } from './types.ts';

type Found = Pick<ContractFinding, 'rule' | 'path' | 'message'>;

/** Findings about the keys of a document's maps and about its aliases. `at` formats an offset for display. */
export function keyFindings(document: Document, at: (offset: number) => string): readonly Found[] {
  const found: Found[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node(_, node, ancestors) {
      if (isAlias(node)) {
        if (!anchors.has(node.source))
          found.push(missingAnchor(node, pathOf([...ancestors, node]), at));
        return;
      }
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if (isMap(node) || isSeq(node))
        found.push(...splitIn(node, pathOf([...ancestors, node]), at));
      if (isMap(node)) found.push(...keysOf(node, () => pathOf([...ancestors, node]), at));
    },
  });
  return found;
}

type At = (offset: number) => string;

function splitIn(node: YAMLMap | YAMLSeq, path: readonly string[], at: At): readonly Found[] {
  const split = splitValue(node);
  if (split === null) return [];
  const place = node.range ? `${at(node.range[0])}: ` : '';
  const message = `${place}${split} is split at the following comma, because it is inside {} or []. Put the whole value in quotes, such as "numeric(10,2)".`;
  return [{ rule: 'contract.splitValue', path: path.join('.'), message }];
}

function missingAnchor({ source, range }: Alias, path: readonly string[], at: At): Found {
  const place = range ? `${at(range[0])}: ` : '';
  return {
    rule: 'contract.missingAnchor',
    path: path.join('.'),
    message: `${place}the alias *${source} has no anchor &${source} above it. Add the anchor, or put the text in quotes if it is not an alias.`,
  };
}

function* keysOf(map: YAMLMap, holder: () => readonly string[], at: At): Generator<Found> {
  const seen = new Map<string, Scalar>();
  for (const { key } of map.items) {
    if (!isScalar(key) || !key.range) continue;
    const name = nameOf(key);
    const first = seen.get(name);
    if (!first?.range) {
      seen.set(name, key);
      continue;
    }
    const path = [...holder(), name].join('.');
    const [here, there] = [at(key.range[0]), at(first.range[0])];
    const message = `${here}: the key ${name} is already defined (${there}).`;
    if (typeof key.value === typeof first.value)
      yield { rule: 'contract.duplicateKey', path, message };
    else
      yield {
        rule: 'contract.similarKey',
        path,
        message: `${here}: the key ${name} is ${kindOf(key)} here, and ${kindOf(first)} in ${there}. Most programs treat both as one key and drop one of them: keep one, or write both the same way.`,
      };
  }
}

/** The parser represents `<<` as a symbol. */
function nameOf({ value }: Scalar): string {
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function kindOf({ value, source }: Scalar): string {
  if (typeof value === 'string') return 'a quoted string';
  if (typeof value === 'number' || typeof value === 'bigint')
    return source === String(value) ? 'a number' : `the number ${source}`;
  return value === null ? 'an empty value' : 'a boolean';
}

/** Keys of the nested maps down to the last node. */
function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((node, index) => {
    const holder = ancestors[index - 1];
    if (isMap(holder) && node !== null && typeof node === 'object' && 'key' in node)
      return isScalar(node.key) ? [nameOf(node.key)] : [];
    return [];
  });
}
