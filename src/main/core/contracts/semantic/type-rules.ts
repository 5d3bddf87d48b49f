import { endpointsOf } from './endpoints.ts';
import { remembered } from './remembered.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { at, isRecord, named, SAMPLES, textOf, walk } from './values.ts';

export const TYPE_RULES: readonly SemanticRule[] = [
  {
    topics: ['api', 'schema'],
    severity: 'error',
    id: 'api/missing-type',
    reason: 'A type that an endpoint takes or returns must be described.',
    find: missingTypes,
  },
];

export const TYPE_PLACES = ['types', 'models', 'schemas', 'entities'] as const;
const PLACES = new Set<string>([
  ...TYPE_PLACES,
  'enums',
  'interfaces',
  'dtos',
  'definitions',
  '$defs',
  'inputs',
  'objects',
]);
const TYPE_KEYS = new Set(
  'returns takes request response body result input output payload responses'.split(' '),
);
const INNER_KEYS = new Set(['type', 'items', 'of', 'schema', ...TYPE_KEYS]);
/** Status codes of success. */
const SUCCESS = /^2(?:\d\d|xx)$/i;
/** Built-in types, and words for responses without a type. */
const BUILT_IN = new Set(
  (
    'string text number integer int int32 int64 bigint float double decimal boolean bool object array list map set dict ' +
    'record tuple date datetime timestamp time duration uuid guid id json any unknown never void null none undefined ' +
    'file binary blob buffer bytes stream readablestream formdata url uri email html xml csv true false unit symbol ' +
    'error response request promise async optional nullable page paginated jsonvalue jsonobject ' +
    'nocontent created accepted ok success empty notfound badrequest unauthorized forbidden conflict notmodified gone ' +
    'unprocessableentity toomanyrequests internalservererror redirect found movedpermanently seeother'
  ).split(' '),
);

/** Keys whose values are data or errors, not type names. */
const SKIPPED: ReadonlySet<string> = new Set([
  ...SAMPLES,
  'examples',
  'errors',
  'error',
  'headers',
]);

/** Reports only if the contract describes any types: some describe endpoints only. */
function* missingTypes({ contract, others }: RuleInput): Generator<Found> {
  const own = typesOf(contract.value);
  if (own.size === 0) return;
  // Types may be described in a separate file.
  const further = others
    .filter(({ topic }) => topic === 'api' || topic === 'schema')
    .map(({ value }) => typesOf(value));
  const isKnown = (name: string) => [own, ...further].some((types) => types.has(name));
  for (const { path, text } of [...inEndpoints(contract.value), ...inTypes(contract.value)])
    for (const name of new Set(typesIn(text)))
      if (!isKnown(name))
        yield {
          path,
          message: `It uses the type ${name}, which is not described in this contract. Describe it, or correct the name.`,
        };
}

const typesOf = remembered((contract): ReadonlySet<string> => {
  const types = new Set<string>();
  for (const { key, path, value } of walk(contract, '', SAMPLES))
    if (PLACES.has(key))
      for (const { name } of named(value, path)) types.add(name.replace(/<.*/s, ''));
  return types;
});

interface Use {
  readonly path: string;
  readonly text: string;
}

function* inEndpoints(contract: unknown): Generator<Use> {
  for (const endpoint of endpointsOf(contract)) {
    if (!isRecord(endpoint.value)) continue;
    for (const [key, value] of Object.entries(endpoint.value)) {
      if (!TYPE_KEYS.has(key)) continue;
      const path = `${endpoint.path}.${key}`;
      if (typeof value === 'string') yield { path, text: value };
      else
        for (const one of walk(value, path, SKIPPED))
          if (
            typeof one.value === 'string' &&
            (INNER_KEYS.has(one.key) || SUCCESS.test(one.key) || one.path === `${path}[0]`)
          )
            yield { path: one.path, text: one.value };
    }
  }
}

/** Types used by fields of the contract's own types. */
function* inTypes(contract: unknown): Generator<Use> {
  for (const place of TYPE_PLACES)
    for (const type of named(at(contract, place), place))
      for (const one of walk(type.value, type.path, SAMPLES))
        if ((one.key === 'type' || one.key === 'items') && typeof one.value === 'string')
          yield { path: one.path, text: one.value };
}

/** Type names in a text such as `Promise<Page<User>> | null`; none in a sentence. */
export function typesIn(text: string): readonly string[] {
  // Generic wrappers such as `Page<` need not be described.
  const plain = text.replace(/"[^"]*"|'[^']*'/g, ' ').replace(/[\w$.]+\s*</g, '<');
  return plain.split(/[<>[\]|&,(){};]|\s+or\s+|=>/).flatMap((part) => {
    const word = part
      .replace(/^\s*\w+\??\s*:/, '')
      .replace(/^\s*(?:(?:array|list|set|map|page)\s+of|readonly|keyof|typeof)\s+/i, '')
      .replace(/[?!*]\s*$/, '')
      .trim();
    const isType = /^[A-Z]\w*$/.test(word) && /[a-z]/.test(word);
    const isFailure = /(?:Error|Exception)$/.test(word);
    return isType && !isFailure && !BUILT_IN.has(word.toLowerCase()) ? [word] : [];
  });
}

/** The declared type of a field. */
export function typeOf(field: unknown): string | null {
  const plain = textOf(field);
  if (plain !== null) return plain;
  const type = at(field, 'type');
  const types = (Array.isArray(type) ? type : [type]).flatMap((one) => textOf(one) ?? []);
  return types.join(' or ') || textOf(at(field, '$ref'));
}
