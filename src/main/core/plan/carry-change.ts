import { isDeepStrictEqual } from 'node:util';

/** The same value was changed elsewhere since: applying the change would undo that work. */
export class CarryConflict extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`changed since: ${path.join('.')}`);
    this.path = path;
  }
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * Applies the difference between `from` and `to` to `current`: maps key by key, lists item by item, any other value
 * only if `current` still equals `from`. All three are plain data. Throws `CarryConflict`.
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
  // A missing list is an empty one: `after` disappears with its last item.
  if ([current, from, to].every((value) => isList(value))) {
    return listOrNone(carryList(listOf(current), listOf(from), listOf(to)));
  }
  throw new CarryConflict(path);
}

/** Removes the items missing in `to` and inserts its new ones behind the item they follow there. */
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
