import { type Endpoint, endpointsOf, parametersIn, withoutNames } from './endpoints.ts';
import { parametersOf } from './parameters.ts';
import { localReferences, targetOf } from './references.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { at, entriesOf, textOf } from './values.ts';

const API = { topics: ['api', 'schema'], severity: 'error' } as const;

export const ENDPOINT_RULES: readonly SemanticRule[] = [
  {
    ...API,
    id: 'api/duplicate-endpoint',
    reason: 'A method and path can be defined only once, whatever its parameters are called.',
    *find({ contract }) {
      const seen = new Map<string, Endpoint>();
      for (const one of endpointsOf(contract.value)) {
        const key = `${one.api} ${one.method} ${withoutNames(one.fullRoute)}`;
        const before = seen.get(key);
        if (before === undefined) seen.set(key, one);
        else
          yield {
            path: one.path,
            message: `${one.method} ${one.route} is defined twice: also at ${before.path}${before.route === one.route ? '' : `, as ${before.route}`}. Keep one of the two, or change its path.`,
          };
      }
    },
  },
  {
    ...API,
    id: 'api/duplicate-operation',
    reason: 'Generated clients have one function for each operation id.',
    *find({ contract }) {
      const seen = new Map<string, string>();
      for (const { operationId, path } of operationsOf(contract.value)) {
        if (operationId === null) continue;
        const before = seen.get(operationId);
        if (before === undefined) seen.set(operationId, path);
        else
          yield {
            path,
            message: `The operation id ${operationId} is used twice: also at ${before}. Give one of the two another id.`,
          };
      }
    },
  },
  {
    ...API,
    id: 'api/path-parameter',
    reason: 'A path parameter must be in both the path and the declared parameters.',
    find: parametersApart,
  },
  {
    ...API,
    id: 'api/missing-reference',
    reason: 'A reference must have a target.',
    *find({ contract }) {
      // A list is only part of a document, and references start at the document root.
      if (Array.isArray(contract.value)) return;
      for (const { path, text, roots } of localReferences(contract.value))
        if (targetOf(contract.value, text, roots) === undefined)
          yield {
            path,
            message: `It refers to ${text}, which is not in this contract. Define it, or correct the reference.`,
          };
    },
  },
];

/** Endpoints and webhooks: operation ids must be unique across both. */
function operationsOf(value: unknown): readonly Pick<Endpoint, 'operationId' | 'path'>[] {
  const hooks = entriesOf(at(value, 'webhooks'), 'webhooks').flatMap((hook) =>
    entriesOf(hook.value, hook.path).map((one) => ({
      path: one.path,
      operationId: textOf(at(one.value, 'operationId')),
    })),
  );
  return [...endpointsOf(value), ...hooks];
}

/**
 * Finds parameters that are only in the route or only declared. Undeclared ones are reported only if the contract
 * declares path parameters anywhere.
 */
function* parametersApart({ contract }: RuleInput): Generator<Found> {
  const read = endpointsOf(contract.value).map((endpoint) => {
    const all = [endpoint.value, endpoint.shared].map((one) => parametersOf(one, contract.value));
    return {
      endpoint,
      isComplete:
        all.every((one) => one.isComplete) && textOf(at(endpoint.shared, '$ref')) === null,
      declared: all.flatMap(({ list }) => list).filter((one) => one.in === 'path'),
    };
  });
  if (read.every(({ declared }) => declared.length === 0)) return;
  for (const { endpoint, isComplete, declared } of read) {
    const { method, path, route, fullRoute } = endpoint;
    const inRoute = parametersIn(route);
    // The prefix of its group may contain parameters too.
    const inFull = parametersIn(fullRoute);
    const isApi = endpoint.shared !== undefined || declared.length > 0;
    for (const name of isComplete && isApi ? inRoute : [])
      if (!declared.some((one) => one.name === name))
        yield {
          path,
          message: `The path of ${method} ${route} has the parameter ${name}, which is not declared. Declare it, or correct the path.`,
        };
    for (const { name } of declared)
      if (!inFull.includes(name))
        yield {
          path,
          message: `${method} ${route} declares the path parameter ${name}, which is not in its path. Add it to the path, or remove the parameter.`,
        };
  }
}
