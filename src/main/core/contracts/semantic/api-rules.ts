import { endpointsOf } from './endpoints.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { at, isRecord, named, textOf, textsOf, walk } from './values.ts';

const API = { topics: ['api', 'schema'], severity: 'error' } as const;
/** Kinds that are no type of the contract itself. */
const BUILT_IN = new Set(
  'string text number integer int float double boolean bool object array date datetime timestamp uuid json any void null none file binary bytes map list record true false'.split(
    ' ',
  ),
);
const TYPE_PLACES = ['types', 'models', 'schemas', 'entities'] as const;
const TYPE_KEYS = new Set([
  'returns',
  'takes',
  'request',
  'response',
  'body',
  'result',
  'input',
  'output',
]);

export const API_RULES: readonly SemanticRule[] = [
  {
    ...API,
    id: 'api/duplicate-endpoint',
    reason:
      'One method and path can be answered in one way only, whatever its parameters are called.',
    *find({ contract }) {
      const seen = new Map<string, string>();
      for (const { method, route, path } of endpointsOf(contract.value)) {
        const key = `${method} ${route.replace(/\{[^}]*\}|:[A-Za-z_]\w*/g, '{}').replace(/(.)\/$/, '$1')}`;
        const before = seen.get(key);
        if (before === undefined) seen.set(key, route);
        else yield { path, message: `${method} ${route} is there already as ${method} ${before}.` };
      }
    },
  },
  {
    ...API,
    id: 'api/duplicate-operation',
    reason: 'Generated clients have one function for each operation id.',
    *find({ contract }) {
      const seen = new Set<string>();
      for (const { operationId, path } of endpointsOf(contract.value)) {
        if (operationId !== null && seen.has(operationId))
          yield { path, message: `The operation id ${operationId} is there twice.` };
        if (operationId !== null) seen.add(operationId);
      }
    },
  },
  {
    ...API,
    id: 'api/missing-reference',
    reason: 'A reference must lead to something.',
    *find({ contract }) {
      for (const { path, key, value } of walk(contract.value)) {
        if (key !== '$ref' || typeof value !== 'string' || !value.startsWith('#')) continue;
        if (target(contract.value, value) === undefined)
          yield { path, message: `It refers to ${value}, which is not there.` };
      }
    },
  },
  {
    ...API,
    id: 'api/missing-type',
    reason: 'A type that an endpoint takes or returns must be described.',
    find: missingTypes,
  },
  {
    ...API,
    id: 'api/breaking-change',
    severity: 'warning',
    reason: 'Whoever relies on the contract has to change with it.',
    find: breakingChanges,
  },
];

function target(value: unknown, reference: string): unknown {
  const keys = reference
    .slice(1)
    .split('/')
    .filter((key) => key !== '')
    .map((key) => decoded(key).replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>(
    (inner, key) =>
      Array.isArray(inner) ? inner[Number(key)] : isRecord(inner) ? inner[key] : undefined,
    value,
  );
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Only where the contract describes types at all: some describe endpoints alone. */
function* missingTypes({ contract }: RuleInput): Generator<Found> {
  const types = new Set(
    TYPE_PLACES.flatMap((place) => named(at(contract.value, place), place).map(({ name }) => name)),
  );
  if (types.size === 0) return;
  for (const endpoint of endpointsOf(contract.value)) {
    if (!isRecord(endpoint.value)) continue;
    for (const [key, value] of Object.entries(endpoint.value)) {
      if (!TYPE_KEYS.has(key) || typeof value !== 'string') continue;
      for (const [name] of value.matchAll(/[A-Za-z_]\w*/g))
        if (!types.has(name) && !BUILT_IN.has(name.toLowerCase()) && /^[A-Z]/.test(name))
          yield {
            path: `${endpoint.path}.${key}`,
            message: `The type ${name} is described nowhere.`,
          };
    }
  }
}

function* breakingChanges(input: RuleInput): Generator<Found> {
  const { contract } = input;
  const { consumers } = contract;
  if (consumers.length === 0) return;
  // Reading the version before takes as long as reading this one.
  const { before } = input;
  if (before === undefined) return;
  const who = consumers.join(', ');
  const now = new Map(endpointsOf(contract.value).map((one) => [key(one), one]));
  for (const old of endpointsOf(before)) {
    const kept = now.get(key(old));
    if (!kept) {
      yield { path: old.path, message: `${key(old)} is gone, and ${who} relies on it.` };
      continue;
    }
    for (const name of requiredOf(kept.value))
      if (!requiredOf(old.value).includes(name))
        yield {
          path: kept.path,
          message: `${key(old)} now needs ${name}, which ${who} may not send.`,
        };
  }
  const fresh = fieldsOf(contract.value);
  for (const [path, type] of fieldsOf(before)) {
    const after = fresh.get(path);
    if (after === undefined) yield { path, message: `The field is gone, and ${who} relies on it.` };
    else if (type !== null && after !== null && after !== type)
      yield {
        path,
        message: `The field was ${type} and is ${after} now, and ${who} relies on it.`,
      };
  }
}

function key({ method, route }: { readonly method: string; readonly route: string }): string {
  return `${method} ${route}`;
}

function requiredOf(operation: unknown): readonly string[] {
  const parameters = at(operation, 'parameters');
  const list = Array.isArray(parameters)
    ? parameters
    : named(parameters, '').map(({ name, value }) => ({ name, required: at(value, 'required') }));
  const needed = list.flatMap((one) =>
    at(one, 'required') === true ? (textOf(at(one, 'name')) ?? []) : [],
  );
  const body = at(operation, 'requestBody', 'required') === true ? ['a body'] : [];
  return [...needed, ...body];
}

/** Fields of described types by path, each with its type where it says one. */
function fieldsOf(value: unknown): ReadonlyMap<string, string | null> {
  const fields = new Map<string, string | null>();
  const places = [
    ...TYPE_PLACES.map((place) => [place, at(value, place)] as const),
    ['components.schemas', at(value, 'components', 'schemas')] as const,
    ['definitions', at(value, 'definitions')] as const,
    ['', at(value, 'properties') === undefined ? undefined : { '': value }] as const,
  ];
  for (const [place, types] of places)
    for (const type of named(types, place))
      for (const key of ['properties', 'fields'])
        for (const field of named(at(type.value, key), `${type.path}.${key}`))
          fields.set(field.path.replace(/^\.+/, ''), typeOf(field.value));
  return fields;
}

function typeOf(field: unknown): string | null {
  const plain = textOf(field);
  if (plain !== null) return plain;
  return textsOf(at(field, 'type')).join(' or ') || textOf(at(field, '$ref'));
}
