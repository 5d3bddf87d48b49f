import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { documentsOf } from '../documents.ts';
import { mapOf, type ScalarValue, type Value } from './value.ts';

/** The parsed content of a text. */
export interface Read {
  readonly documents: readonly Value[];
  readonly comments: readonly string[];
}

/** Maximum nesting depth: far beyond any contract, and far below a stack overflow. */
const DEEPEST = 250;

/** Parses all documents of a YAML text. Null if it cannot be parsed. */
export function readYaml(text: string): Read | null {
  const { documents } = documentsOf(text);
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  try {
    // A text that holds only comments has no value.
    const said = documents.length > 1 ? documents : documents.filter(({ contents }) => contents);
    const values = said.map((document) => new Reader(document).read(document.contents, 0));
    return { documents: values, comments: commentsIn(text) };
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/**
 * Finds line ends that look like comments. Matches inside of strings do no harm, because they occur in all texts that
 * are compared.
 */
function commentsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/(?:^|[ \t])(#.*)$/gm), ([, comment = '']) => comment.trim());
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #known = new Map<Node, Value>();

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  read(node: Node | null, depth: number): Value {
    if (depth > DEEPEST) throw new RangeError('It is nested too deeply.');
    if (!node) return scalar(null, null, '');
    const known = this.#known.get(node);
    if (known) return known;
    const value = this.#content(node, depth);
    this.#known.set(node, value);
    return value;
  }

  #content(node: Node, depth: number): Value {
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) throw new RangeError('An alias has no anchor.');
      return this.read(target, depth + 1);
    }
    if (isSeq(node))
      return { kind: 'list', items: node.items.map((item) => this.read(item as Node, depth + 1)) };
    if (isMap(node)) return mapOf(this.#entries(node, depth));
    if (!isScalar(node))
      throw new RangeError('It contains something other than maps, lists and values.');
    return scalar(node.value, node.source ?? null, node.tag ?? '');
  }

  /** Entries of a map. Entries merged in by `<<` come first, and the map's own entries override them. */
  #entries(node: YAMLMap, depth: number): readonly (readonly [string, Value])[] {
    const pairs = node.items as Pair<Node, Node | null>[];
    const own = pairs.flatMap(({ key, value }) =>
      isMergeKey(key) ? [] : [[this.#key(key, depth), this.read(value, depth + 1)] as const],
    );
    const names = new Set(own.map(([name]) => name));
    const merged = new Map<string, Value>();
    for (const { key, value } of pairs) {
      if (!isMergeKey(key)) continue;
      const from = this.read(value, depth + 1);
      for (const one of from.kind === 'list' ? from.items : [from])
        if (one.kind === 'map')
          for (const [name, inner] of one.entries)
            if (!names.has(name) && !merged.has(name)) merged.set(name, inner);
    }
    return [...merged, ...own];
  }

  #key(key: Node, depth: number): string {
    const value = this.read(key, depth + 1);
    return value.kind === 'scalar' ? value.id : `complex ${JSON.stringify(value)}`;
  }
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.value === '<<' && key.type === Scalar.PLAIN;
}

function scalar(value: unknown, source: string | null, tag: string): ScalarValue {
  const named = tag === '' || tag.startsWith('tag:yaml.org') ? '' : `${tag} `;
  const id =
    typeof value === 'number'
      ? `number ${source ?? value}`
      : `${value === null ? 'null' : typeof value} ${value}`;
  return { kind: 'scalar', id: named + id };
}
