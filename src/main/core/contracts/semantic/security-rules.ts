import { endpointsOf } from './endpoints.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { at, either, entriesOf, isRecord, textOf, textsOf } from './values.ts';

export const SECURITY_RULES: readonly SemanticRule[] = [
  {
    topics: ['api', 'schema'],
    severity: 'error',
    id: 'api/missing-security',
    reason: 'Security schemes that endpoints use must be declared.',
    find: undeclared,
  },
];

const PLACES = ['securitySchemes', 'security_schemes', 'securityDefinitions'];

function* undeclared({ contract: { value } }: RuleInput): Generator<Found> {
  const isOpenApi = at(value, 'openapi') !== undefined || at(value, 'swagger') !== undefined;
  const schemes = either(value, PLACES) ?? either(at(value, 'components'), PLACES);
  const isElsewhere = [value, at(value, 'components'), schemes].some(
    (one) => at(one, '$ref') !== undefined,
  );
  // Outside of OpenAPI, `security` can mean anything unless schemes are declared.
  if (isElsewhere || (!isRecord(schemes) && !isOpenApi)) return;
  const places = [
    { path: 'security', value: at(value, 'security') },
    ...endpointsOf(value).map((one) => ({
      path: `${one.path}.security`,
      value: at(one.value, 'security'),
    })),
    ...entriesOf(at(value, 'webhooks'), 'webhooks').flatMap((hook) =>
      entriesOf(hook.value, hook.path).map((one) => ({
        path: `${one.path}.security`,
        value: at(one.value, 'security'),
      })),
    ),
  ];
  for (const { path, value: needed } of places) {
    if (!Array.isArray(needed)) continue;
    for (const [name, scopes] of needed.flatMap(requirement)) {
      const scheme = at(schemes, name);
      if (scheme === undefined && !/[/#:]/.test(name))
        yield {
          path,
          message: `It requires the security scheme ${name}, which is not declared. Declare it under securitySchemes, or correct the name.`,
        };
      const known = scopesOf(scheme);
      for (const scope of known ? scopes : [])
        if (known?.has(scope) === false)
          yield {
            path,
            message: `It requires the scope ${scope}, which the security scheme ${name} does not have. Add the scope to the scheme, or correct the name.`,
          };
    }
  }
}

function requirement(one: unknown): readonly (readonly [string, readonly string[]])[] {
  const name = typeof one === 'string' ? one : null;
  if (name !== null) return [[name, []]];
  return isRecord(one) ? Object.entries(one).map(([key, scopes]) => [key, textsOf(scopes)]) : [];
}

/** The scopes of an OAuth 2 scheme; null if they are not listed. */
function scopesOf(scheme: unknown): ReadonlySet<string> | null {
  if (textOf(at(scheme, 'type')) !== 'oauth2') return null;
  const flows = [scheme, ...entriesOf(at(scheme, 'flows'), '').map(({ value }) => value)];
  const listed = flows.map((flow) => at(flow, 'scopes')).filter(isRecord);
  return listed.length === 0 ? null : new Set(listed.flatMap((scopes) => Object.keys(scopes)));
}
