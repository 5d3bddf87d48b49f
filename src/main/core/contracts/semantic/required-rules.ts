import { targetOf } from './references.ts';
import type { Found, SemanticRule } from './rule.ts';
import { at, either, entriesOf, inside, isRecord, SAMPLES, textOf } from './values.ts';

export const REQUIRED_RULES: readonly SemanticRule[] = [
  {
    topics: ['api', 'schema'],
    severity: 'error',
    id: 'api/required-property',
    reason: 'What is required but described nowhere can be sent by nobody who reads the contract.',
    *find({ contract }) {
      yield* requiredIn(contract.value, { root: contract.value, path: '', around: null, level: 0 });
    },
  },
];

/** Parts of a schema that are about the very same value. */
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const PARTS = ['if', 'then', 'else', 'not'];
const DEPENDENT = ['dependentSchemas', 'dependencies'];
const PROPERTY_KEYS = ['properties', 'fields'];
/** What describes the properties of a schema, here or elsewhere. */
const DESCRIBING = [...PROPERTY_KEYS, 'allOf', 'oneOf', 'anyOf', '$ref'];
const DEEPEST = 100;
/** Schemas that one may be put together of. */
const MOST_PARTS = 60;

interface At {
  readonly root: unknown;
  readonly path: string;
  /** The properties of the schema that this one is a part of; null where it stands alone. */
  readonly around: ReadonlySet<string> | 'any' | null;
  readonly level: number;
}

function* requiredIn(value: unknown, here: At): Generator<Found> {
  if (here.level > DEEPEST || value === null || typeof value !== 'object') return;
  let read = here.around;
  const known = () => {
    // Conditions alone describe nothing.
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
          message: `It requires the property ${name}, which is not described. Describe it under properties, or take it out of required.`,
        };
  for (const entry of entriesOf(value, here.path)) {
    if (SAMPLES.has(entry.key) || entry.key === 'examples') {
      if (!/(?:^|\.)(?:properties|fields|\$defs|definitions|schemas)$/.test(here.path)) continue;
    }
    const isPart = !Array.isArray(value) && PARTS.includes(entry.key);
    const isList = !Array.isArray(value) && LISTS.includes(entry.key) && Array.isArray(entry.value);
    const dependent = DEPENDENT.includes(entry.key);
    const next = { ...here, path: entry.path, level: here.level + 1, around: null };
    // What may not be there need not be described.
    if (isPart)
      yield* requiredIn(entry.value, { ...next, around: entry.key === 'not' ? 'any' : known() });
    else if (isList || dependent)
      for (const one of entriesOf(entry.value, entry.path))
        yield* requiredIn(one.value, {
          ...next,
          path: one.path,
          level: here.level + 2,
          // Of old, these were rules about values that need not be described.
          around: entry.key === 'dependencies' ? 'any' : known(),
        });
    else yield* requiredIn(entry.value, next);
  }
}

function isMissing(known: ReadonlySet<string> | 'any', name: string): boolean {
  return known !== 'any' && known.size > 0 && !known.has(name);
}

/** The properties that a schema describes, with those of its parts; `any` where that cannot be told. */
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

/** Whether it may have properties that are described elsewhere, or nowhere. */
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
