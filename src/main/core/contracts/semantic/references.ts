import { remembered } from './remembered.ts';
import { at, isRecord, SAMPLES, textOf } from './values.ts';

/** A reference to another place in the same contract. */
export interface LocalReference {
  readonly path: string;
  readonly text: string;
  /**
   * Enclosing schemas with an `$id`, innermost first: a reference is resolved from one of them or from the document
   * root.
   */
  readonly roots: readonly unknown[];
}

const KEYS = new Set(['$ref', '$dynamicRef', 'operationRef']);
const ANCHORS = ['$anchor', '$dynamicAnchor', '$id'];
const DEEPEST = 200;
/** Maximum length of a chain of references. */
const MOST_STEPS = 20;

interface At {
  readonly path: string;
  readonly roots: readonly unknown[];
  readonly level: number;
}

/** All references that start with `#`, except those in sample data. */
export function* localReferences(
  value: unknown,
  { path, roots, level }: At = { path: '', roots: [], level: 0 },
): Generator<LocalReference> {
  if (level > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* localReferences(item, {
        path: `${path}[${textOf(at(item, 'name')) ?? index}]`,
        roots,
        level: level + 1,
      });
    return;
  }
  if (!isRecord(value)) return;
  const around = textOf(at(value, '$id')) === null ? roots : [value, ...roots];
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    const isLocal = (text: unknown): text is string =>
      typeof text === 'string' && text.startsWith('#');
    if (KEYS.has(key) && isLocal(inner)) yield { path: here, text: inner, roots: around };
    if (key === 'mapping' && isRecord(inner))
      for (const [name, text] of Object.entries(inner))
        if (isLocal(text)) yield { path: `${here}.${name}`, text, roots: around };
    // A property may be named `default` or `example`; its value is then a schema.
    const isName = /(?:^|\.)(?:properties|\$defs|definitions|schemas)$/.test(path);
    if (SAMPLES.has(key) && !isName) continue;
    const next = { path: here, roots: around, level: level + 1 };
    if (key === 'examples' && !isName) yield* inExamples(inner, next);
    else yield* localReferences(inner, next);
  }
}

/** OpenAPI's examples are a map by name and may contain references; their contents are data. */
function* inExamples(examples: unknown, { path, roots }: At): Generator<LocalReference> {
  if (!isRecord(examples)) return;
  for (const [name, one] of Object.entries(examples)) {
    const text = textOf(at(one, '$ref'));
    if (text?.startsWith('#')) yield { path: `${path}.${name}.$ref`, text, roots };
  }
}

/** The target of a reference; undefined if it does not exist, null if it is in another file. */
export function targetOf(contract: unknown, text: string, roots: readonly unknown[] = []): unknown {
  if (!text.startsWith('#')) return undefined;
  if (text !== '#' && !text.startsWith('#/')) return anchored(contract, text.slice(1));
  const keys = text
    .slice(2)
    .split('/')
    .filter((_, index) => text.length > 2 || index > 0)
    .map((key) => decoded(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const root of [...roots, contract]) {
    const found = follow(root, keys, contract);
    if (found !== undefined) return found;
  }
  return undefined;
}

function follow(root: unknown, keys: readonly string[], contract: unknown): unknown {
  let found = root;
  for (const key of keys) {
    let inner = stepInto(found, key);
    for (let steps = 0; inner === undefined && steps < MOST_STEPS; steps += 1) {
      // Follow a reference in the middle of a path, as most tools do.
      const further = textOf(at(found, '$ref'));
      if (further === null) break;
      if (!further.startsWith('#')) return null;
      found = stepsTo(contract, further);
      inner = stepInto(found, key);
    }
    if (inner === undefined) return undefined;
    found = inner;
  }
  return found;
}

function stepsTo(contract: unknown, text: string): unknown {
  const keys = text
    .split('/')
    .slice(1)
    .map((key) => decoded(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>(stepInto, contract);
}

function stepInto(value: unknown, key: string): unknown {
  if (!Array.isArray(value)) return at(value, key);
  return /^\d+$/.test(key) ? (value[Number(key)] as unknown) : undefined;
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** The value with an `$anchor`, or with an `$id` that ends with that anchor. */
function anchored(contract: unknown, name: string): unknown {
  return anchorsOf(contract).get(name);
}

const anchorsOf = remembered((contract) => {
  const anchors = new Map<string, unknown>();
  const waiting: (readonly [unknown, number])[] = [[contract, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, level] = next;
    if (value === null || typeof value !== 'object' || level > DEEPEST) continue;
    for (const key of ANCHORS) {
      const text = textOf(at(value, key));
      if (text !== null) anchors.set(text.replace(/^.*#/s, ''), value);
    }
    for (const inner of Object.values(value)) waiting.push([inner, level + 1]);
  }
  return anchors;
});
