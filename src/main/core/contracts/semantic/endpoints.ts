import { at, isRecord, textOf } from './values.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

export interface Endpoint {
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly operationId: string | null;
  readonly value: unknown;
}

/** What an API offers: OpenAPI's `paths`, or a list (or map) of endpoints with method and path. */
export function endpointsOf(value: unknown): readonly Endpoint[] {
  return [...ofPaths(at(value, 'paths'), 'paths'), ...ofList(value)];
}

function ofPaths(paths: unknown, at_: string): Endpoint[] {
  if (!isRecord(paths)) return [];
  return Object.entries(paths).flatMap(([route, verbs]) =>
    isRecord(verbs)
      ? Object.entries(verbs).flatMap(([verb, value]) =>
          METHODS.has(verb.toLowerCase())
            ? [endpoint({ method: verb, route, path: `${at_}.${route}.${verb}`, value })]
            : [],
        )
      : [],
  );
}

function ofList(value: unknown): Endpoint[] {
  return ['endpoints', 'routes'].flatMap((key) => {
    const all = at(value, key);
    if (!Array.isArray(all)) {
      const isByRoute = isRecord(all) && Object.keys(all).some((name) => name.startsWith('/'));
      if (isByRoute) return ofPaths(all, key);
      return isRecord(all)
        ? Object.entries(all).flatMap(([name, one]) => asEndpoint(one, `${key}.${name}`))
        : [];
    }
    return all.flatMap((one) => {
      const words = `${textOf(at(one, 'method')) ?? ''} ${textOf(at(one, 'path')) ?? ''}`;
      return asEndpoint(one, `${key}[${words}]`);
    });
  });
}

function asEndpoint(value: unknown, path: string): Endpoint[] {
  const [method, route] = [textOf(at(value, 'method')), textOf(at(value, 'path'))];
  return method === null || route === null ? [] : [endpoint({ method, route, path, value })];
}

function endpoint(one: Omit<Endpoint, 'operationId'>): Endpoint {
  const operationId = textOf(at(one.value, 'operationId')) ?? textOf(at(one.value, 'id'));
  return { ...one, method: one.method.toUpperCase(), operationId };
}
