import { remembered } from './remembered.ts';
import { at, either, entriesOf, inside, isRecord, SAMPLES, textOf } from './values.ts';

const METHODS = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
]);
const LISTS = new Set(['endpoints', 'routes', 'operations']);
/** Keys under which each name is a separate API: equal endpoints in two APIs are not duplicates. */
const APIS = new Set(['services', 'microservices', 'apis', 'apps', 'versions', 'hosts', 'servers']);
const URLS = ['baseUrl', 'base_url'];
const BASES = ['basePath', 'base_path', 'prefix', ...URLS, 'url', 'host'];
const MOST_LEVELS = 12;

export interface Endpoint {
  readonly method: string;
  /** The route as written. */
  readonly route: string;
  /** The route including the prefix of its group. */
  readonly fullRoute: string;
  /** The API that it belongs to if a contract has several; endpoints of different APIs are unrelated. */
  readonly api: string;
  readonly path: string;
  readonly operationId: string | null;
  readonly value: unknown;
  /** Definitions for all methods of the route, as in OpenAPI's `paths`. */
  readonly shared: unknown;
}

interface Around {
  readonly api: string;
  readonly base: string;
  readonly level: number;
}

/**
 * All endpoints of a contract: OpenAPI's `paths`, and lists or maps of endpoints with method and path at any depth,
 * such as `users.endpoints.list: {method: GET, path: /users}`.
 */
export const endpointsOf = remembered((value): readonly Endpoint[] =>
  inGroup(value, '', { api: '', base: '', level: 0 }),
);

function inGroup(value: unknown, path: string, around: Around): readonly Endpoint[] {
  if (!isRecord(value) || around.level > MOST_LEVELS) return [];
  const base = textOf(either(value, BASES)) ?? around.base;
  const here = { ...around, base, level: around.level + 1 };
  return entriesOf(value, path).flatMap((entry): readonly Endpoint[] => {
    if (SAMPLES.has(entry.key) || entry.key === 'examples') return [];
    if (entry.key === 'paths') return ofRoutes(entry.value, entry.path, here);
    if (LISTS.has(entry.key)) return ofList(entry.value, entry.path, here);
    if (!APIS.has(entry.key) && !/^v\d+$/i.test(entry.key))
      return inGroup(entry.value, entry.path, here);
    const apis = APIS.has(entry.key) ? entriesOf(entry.value, entry.path) : [entry];
    return apis.flatMap((one) => inGroup(one.value, one.path, { ...here, api: one.path }));
  });
}

/** OpenAPI style: by route, then by method. */
function ofRoutes(routes: unknown, path: string, around: Around): readonly Endpoint[] {
  if (!isRecord(routes)) return [];
  return Object.entries(routes).flatMap(([route, verbs]) =>
    isRecord(verbs)
      ? Object.entries(verbs).flatMap(([method, value]) =>
          METHODS.has(method.toLowerCase()) && isRecord(value)
            ? [
                endpoint(
                  { method, route, path: `${path}.${route}.${method}`, value, shared: verbs },
                  around,
                ),
              ]
            : [],
        )
      : [],
  );
}

function ofList(list: unknown, path: string, around: Around): readonly Endpoint[] {
  if (around.level > MOST_LEVELS) return [];
  const base = textOf(either(list, BASES)) ?? around.base;
  const inner = { ...around, base, level: around.level + 1 };
  if (Array.isArray(list))
    return list.flatMap((one) => {
      const words = `${textOf(at(one, 'method')) ?? ''} ${routeOf(one) ?? ''}`;
      return one === null ? [] : asEndpoint(one, `${path}[${words}]`, inner);
    });
  if (!isRecord(list)) return [];
  return Object.entries(list).flatMap(([name, one]) => {
    const here = inside(path, name);
    // Keys that contain method and route: `GET /users: {...}`.
    const [, method, route] = /^([A-Za-z]+)\s+(\/\S*)$/.exec(name) ?? [];
    if (method !== undefined && route !== undefined && METHODS.has(method.toLowerCase()))
      return [endpoint({ method, route, path: here, value: one, shared: undefined }, inner)];
    if (name.startsWith('/')) return ofRoutes({ [name]: one }, path, inner);
    const found = asEndpoint(one, here, inner);
    // Nested groups: `endpoints.users.list`.
    return found.length > 0 ? found : ofList(one, here, inner);
  });
}

function asEndpoint(value: unknown, path: string, around: Around): readonly Endpoint[] {
  const [method, route] = [textOf(at(value, 'method')), routeOf(value)];
  if (method === null || route === null || !/^[a-z]+$/i.test(method)) return [];
  return [endpoint({ method, route, path, value, shared: undefined }, around)];
}

function routeOf(value: unknown): string | null {
  return textOf(either(value, ['path', 'route', 'url']));
}

function endpoint(
  one: Pick<Endpoint, 'method' | 'route' | 'path' | 'value' | 'shared'>,
  { api, base }: Around,
): Endpoint {
  const operationId = textOf(at(one.value, 'operationId')) ?? textOf(at(one.value, 'id'));
  // The same route of another service is a different endpoint.
  const own = textOf(either(one.value, ['service', 'host', 'server', 'app', 'version', ...URLS]));
  const fullRoute = `${base.replace(/\/+$/, '')}${one.route}`;
  return {
    ...one,
    api: own === null ? api : `${api} ${own}`,
    fullRoute,
    method: one.method.toUpperCase(),
    operationId,
  };
}

/** Names of the parameters in a route: `{id}`, `:id`, `<int:id>`. */
export function parametersIn(route: string): readonly string[] {
  const found = route.matchAll(PARAMETER);
  return [...found].map(([, braces, colon, angle]) =>
    (braces ?? colon ?? angle ?? '').replace(/[+*]$|[:=].*$/g, ''),
  );
}

/** A route with its parameter names removed. */
export function withoutNames(route: string): string {
  return route.replace(PARAMETER, '{}').replace(/(.)\/$/, '$1');
}

/** Matches parameters; a colon later in a path segment is a verb, as in `/users:batchGet`. */
const PARAMETER = /\{([^{}?&#/][^{}]*)\}|(?<=[/.-]):([A-Za-z_]\w*)\??|<(?:\w+:)?(\w+)>/g;
