import { isDeepStrictEqual } from 'node:util';

/** Somebody else changed the same value since: carrying the change over would undo their work. */
export class CarryConflict extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`changed since: ${path.join('.')}`);
    this.path = path;
  }
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * What lies between `from` and `to`, done to `current`: maps key by key, lists item by item, anything else only where
 * `current` still says what `from` said. All three are plain data. Throws `CarryConflict`.
 */
export function carry(
  current: unknown,
  change: { readonly from: unknown; readonly to: unknown },
  path: readonly string[] = [],
): unknown {
  const { from, to } = change;
  if (isDeepStrictEqual(from, to) || isDeepStrictEqual(current, to)) return current;
  if (isDeepStrictEqual(current, from)) return to;
  if (isTree(current) && isTree(from) && isTree(to)) {
    const next: Record<string, unknown> = { ...current };
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const value = carry(current[key], { from: from[key], to: to[key] }, [...path, key]);
      if (value === undefined) delete next[key];
      else next[key] = value;
    }
    return next;
  }
  // A list that is not there is an empty one: `after` goes with its last item.
  if ([current, from, to].every((value) => isList(value))) {
    return listOrNone(carryList(listOf(current), listOf(from), listOf(to)));
  }
  throw new CarryConflict(path);
}

/** Taken out what `to` has no more, put in what it has besides, behind the item that it follows there. */
function carryList(current: unknown[], from: unknown[], to: unknown[]): unknown[] {
  const holds = (list: readonly unknown[], item: unknown) =>
    list.some((one) => isDeepStrictEqual(one, item));
  const next = current.filter((item) => holds(to, item) || !holds(from, item));
  let at = 0;
  for (const item of to) {
    const found = next.findIndex((one) => isDeepStrictEqual(one, item));
    if (found === -1 && !holds(from, item)) next.splice(at, 0, item);
    at = found === -1 ? Math.min(at + 1, next.length) : found + 1;
  }
  return next;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function listOrNone(items: unknown[]): unknown {
  return items.length > 0 ? items : undefined;
}
