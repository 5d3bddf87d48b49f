import { type Endpoint, endpointsOf } from './endpoints.ts';
import { neededBy } from './parameters.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { TYPE_PLACES, typeOf } from './type-rules.ts';
import { at, inside, isRecord, named } from './values.ts';

export const BREAKING_RULES: readonly SemanticRule[] = [
  {
    topics: ['api', 'schema'],
    id: 'api/breaking-change',
    severity: 'warning',
    reason: 'Consumers of the contract have to change with it.',
    find: breakingChanges,
  },
];

function* breakingChanges(input: RuleInput): Generator<Found> {
  const { contract } = input;
  const { consumers } = contract;
  if (consumers.length === 0) return;
  // Parse the version before only here: it takes as long as parsing this one.
  const { before } = input;
  if (before === undefined) return;
  const who = consumers.join(', ');
  const now = new Map(endpointsOf(contract.value).map((one) => [keyOf(one), one]));
  for (const old of endpointsOf(before)) {
    const kept = now.get(keyOf(old));
    const shown = `${old.method} ${old.route}`;
    if (!kept) {
      yield { path: old.path, message: `${shown} was removed, but ${who} relies on it.` };
      continue;
    }
    const needed = neededBy(old.value, before);
    for (const name of neededBy(kept.value, contract.value))
      if (!needed.includes(name))
        yield {
          path: kept.path,
          message: `${shown} now needs ${name}, which ${who} may not send.`,
        };
  }
  const fresh = fieldsOf(contract.value);
  for (const [path, type] of fieldsOf(before)) {
    const after = fresh.get(path);
    if (after === undefined)
      yield { path, message: `The field was removed, but ${who} relies on it.` };
    else if (type !== null && after !== null && after !== type)
      yield {
        path,
        message: `The field was ${type} and is now ${after}, but ${who} relies on it.`,
      };
  }
}

function keyOf({ api, method, fullRoute }: Endpoint): string {
  return `${api} ${method} ${fullRoute}`;
}

/** Fields of described types by path, with their type if given. */
function fieldsOf(value: unknown): ReadonlyMap<string, string | null> {
  const fields = new Map<string, string | null>();
  const places = [
    ...TYPE_PLACES.map((place) => [place, at(value, place)] as const),
    ['components.schemas', at(value, 'components', 'schemas')] as const,
    ['definitions', at(value, 'definitions')] as const,
    ['$defs', at(value, '$defs')] as const,
    ['', at(value, 'properties') === undefined ? undefined : { '': value }] as const,
  ];
  for (const [place, types] of places)
    for (const type of named(types, place))
      for (const [path, all] of holdersOf(type.value, type.path))
        for (const field of named(all, path))
          fields.set(field.path.replace(/^\.+/, ''), typeOf(field.value));
  return fields;
}

/** Fields are under `properties` or `fields`, or directly in the type: `User: {id: {type: string}}`. */
function holdersOf(type: unknown, path: string): readonly (readonly [string, unknown])[] {
  const held = ['properties', 'fields'].filter((key) => at(type, key) !== undefined);
  if (held.length > 0) return held.map((key) => [inside(path, key), at(type, key)] as const);
  const isPlain =
    isRecord(type) &&
    !['type', '$ref', 'enum', 'allOf', 'anyOf', 'oneOf'].some(
      (key) => key in type && !isRecord(type[key]),
    );
  return isPlain ? [[path, type]] : [];
}
