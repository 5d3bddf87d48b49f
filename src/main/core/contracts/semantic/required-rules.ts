import { targetOf } from './references.ts';
import type { Found, SemanticRule } from './rule.ts';
import { at, either, entriesOf, inside, isRecord, SAMPLES, textOf } from './values.ts';

export const REQUIRED_RULES: readonly SemanticRule[] = [
  {
    topics: ['api', 'schema'],
    severity: 'error',
    id: 'api/required-property',
    reason: 'A required property must be described, or readers of the contract cannot send it.',
    *find({ contract }) {
      yield* requiredIn(contract.value, { root: contract.value, path: '', around: null, level: 0 });
    },
  },
];

/** Keywords whose subschemas describe the same value. */
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const PARTS = ['if', 'then', 'else', 'not'];
const DEPENDENT = ['dependentSchemas', 'dependencies'];
const PROPERTY_KEYS = ['properties', 'fields'];
/** Keywords that describe the properties of a schema, directly or by reference. */
const DESCRIBING = [...PROPERTY_KEYS, 'allOf', 'oneOf', 'anyOf', '$ref'];
const DEEPEST = 100;
/** Maximum number of subschemas to combine. */
const MOST_PARTS = 60;

interface At {
  readonly root: unknown;
  readonly path: string;
  /** Properties described by the enclosing schema; null if this schema is not part of another. */
  readonly around: ReadonlySet<string> | 'any' | null;
  readonly level: number;
}

function* requiredIn(value: unknown, here: At): Generator<Found> {
  if (here.level > DEEPEST || value === null || typeof value !== 'object') return;
  let read = here.around;
  const known = () => {
    // A schema with conditions only describes no properties.
    const describes = isRecord(value) && DESCRIBING.some((key) => Object.hasOwn(value, key));
    read ??= describes ? propertiesOf(value, here.root) : 'any';
    return read;
  };
  const required = at(value, 'required');
  const isSchema = PROPERTY_KEYS.some((key) => isRecord(at(value, key))) || here.around !== null;
  if (isSchema && Array.isArray(required))
    for (const name of required)
      if (typeof name === 'string' && isMissing(known(), name))
        yield {
          path: inside(here.path, 'required'),
          message: `It requires the property ${name}, which is not described. Describe it under properties, or remove it from required.`,
        };
  for (const entry of entriesOf(value, here.path)) {
    if (SAMPLES.has(entry.key) || entry.key === 'examples') {
      if (!/(?:^|\.)(?:properties|fields|\$defs|definitions|schemas)$/.test(here.path)) continue;
    }
    const isPart = !Array.isArray(value) && PARTS.includes(entry.key);
    const isList = !Array.isArray(value) && LISTS.includes(entry.key) && Array.isArray(entry.value);
    const dependent = DEPENDENT.includes(entry.key);
    const next = { ...here, path: entry.path, level: here.level + 1, around: null };
    // In a `not` schema, required properties need not be described.
    if (isPart)
      yield* requiredIn(entry.value, { ...next, around: entry.key === 'not' ? 'any' : known() });
    else if (isList || dependent)
      for (const one of entriesOf(entry.value, entry.path))
        yield* requiredIn(one.value, {
          ...next,
          path: one.path,
          level: here.level + 2,
          // In old JSON Schema drafts, `dependencies` could constrain values that are not described.
          around: entry.key === 'dependencies' ? 'any' : known(),
        });
    else yield* requiredIn(entry.value, next);
  }
}

function isMissing(known: ReadonlySet<string> | 'any', name: string): boolean {
  return known !== 'any' && known.size > 0 && !known.has(name);
}

/** The properties described by a schema and its subschemas; `any` if unknown. */
function propertiesOf(schema: unknown, root: unknown): ReadonlySet<string> | 'any' {
  const all = new Set<string>();
  const seen = new Set<unknown>();
  const waiting = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isRecord(next) || seen.has(next)) continue;
    seen.add(next);
    if (seen.size > MOST_PARTS || isOpen(next)) return 'any';
    for (const name of PROPERTY_KEYS.flatMap((key) => namesIn(at(next, key)))) all.add(name);
    waiting.push(...partsOf(next));
    const reference = textOf(at(next, '$ref'));
    if (reference === null) continue;
    const target = targetOf(root, reference);
    if (target === undefined || target === null) return 'any';
    waiting.push(target);
  }
  return all;
}

/** Whether it allows properties that are described elsewhere or not at all. */
function isOpen(schema: unknown): boolean {
  const extra = either(schema, ['additionalProperties', 'unevaluatedProperties']);
  return (
    extra === true ||
    isRecord(extra) ||
    isRecord(at(schema, 'patternProperties')) ||
    ['$dynamicRef', '$recursiveRef', 'extends', '$merge'].some(
      (key) => at(schema, key) !== undefined,
    )
  );
}

function namesIn(properties: unknown): readonly string[] {
  if (isRecord(properties)) return Object.keys(properties);
  if (!Array.isArray(properties)) return [];
  return properties.flatMap((one: unknown) => textOf(at(one, 'name')) ?? textOf(one) ?? []);
}

function partsOf(schema: unknown): readonly unknown[] {
  return [
    ...LISTS.flatMap((key) => entriesOf(at(schema, key), '').map(({ value }) => value)),
    ...PARTS.map((key) => at(schema, key)),
    ...DEPENDENT.flatMap((key) => entriesOf(at(schema, key), '').map(({ value }) => value)),
  ].filter((part) => part !== undefined);
}
