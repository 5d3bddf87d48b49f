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
const PROPERTY_KEYS = ['properties', 'fields'];
const DEEPEST = 100;

interface At {
  readonly root: unknown;
  readonly path: string;
  /** The properties of the schema that this one is a part of; null where it stands alone. */
  readonly around: ReadonlySet<string> | 'any' | null;
  readonly level: number;
}

function* requiredIn(value: unknown, here: At): Generator<Found> {
  if (here.level > DEEPEST || value === null || typeof value !== 'object') return;
  const known = here.around ?? propertiesOf(value, here.root, new Set());
  const required = at(value, 'required');
  const isSchema = PROPERTY_KEYS.some((key) => isRecord(at(value, key))) || here.around !== null;
  if (isSchema && Array.isArray(required) && known !== 'any' && known.size > 0)
    for (const name of required)
      if (typeof name === 'string' && !known.has(name))
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
    const dependent = entry.key === 'dependentSchemas';
    const next = { ...here, path: entry.path, level: here.level + 1, around: null };
    if (isPart) yield* requiredIn(entry.value, { ...next, around: known });
    else if (isList || dependent)
      for (const one of entriesOf(entry.value, entry.path))
        yield* requiredIn(one.value, {
          ...next,
          path: one.path,
          level: here.level + 2,
          around: known,
        });
    else yield* requiredIn(entry.value, next);
  }
}

/** The properties that a schema describes, with those of its parts; `any` where that cannot be told. */
function propertiesOf(
  schema: unknown,
  root: unknown,
  seen: Set<unknown>,
): ReadonlySet<string> | 'any' {
  // What refers to itself adds nothing new.
  if (seen.has(schema)) return new Set();
  seen.add(schema);
  const own = PROPERTY_KEYS.flatMap((key) => {
    const all = at(schema, key);
    return Array.isArray(all)
      ? all.map((one) => textOf(at(one, 'name')) ?? textOf(one) ?? '')
      : isRecord(all)
        ? Object.keys(all)
        : [];
  });
  const extra = either(schema, ['additionalProperties', 'unevaluatedProperties']);
  const isOpen = extra === true || isRecord(extra) || isRecord(at(schema, 'patternProperties'));
  if (
    isOpen ||
    ['$dynamicRef', '$recursiveRef', 'extends', '$merge'].some(
      (key) => at(schema, key) !== undefined,
    )
  )
    return 'any';
  const parts = [
    ...LISTS.flatMap((key) => entriesOf(at(schema, key), '')),
    ...PARTS.map((key) => ({ value: at(schema, key) })),
    ...entriesOf(at(schema, 'dependentSchemas'), ''),
  ].map(({ value }) => value);
  const reference = textOf(at(schema, '$ref'));
  if (reference !== null) parts.push(targetOf(root, reference) ?? 'elsewhere');
  const all = new Set(own);
  for (const part of parts) {
    if (part === 'elsewhere') return 'any';
    const inner = isRecord(part) ? propertiesOf(part, root, seen) : new Set<string>();
    if (inner === 'any') return 'any';
    for (const name of inner) all.add(name);
  }
  return all;
}
