import { countsAdd, deletedFrom, stretchesOf } from './lists.ts';
import { isEqual, type ListValue, type MapValue, print, shown, type Value } from './value.ts';

/** The value at one path in each version and in the result; undefined where it does not exist. */
export interface Four {
  readonly base: Value | undefined;
  readonly ours: Value | undefined;
  readonly theirs: Value | undefined;
  readonly result: Value | undefined;
}

export interface CompareOptions {
  /** Configured identity fields of the list at a path, each as `a+b`; they are tried before the usual ones. */
  readonly identityAt: (path: string) => readonly string[];
  readonly isSet: (path: string) => boolean;
  /** Whether a person chose the value at a path. */
  readonly isChosen: (path: string) => boolean;
}

/** Thrown where a result does not match the changes of both sides. */
export class Wrong extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Step limit, because nested aliases can expand to an astronomical number of values. */
const MOST_STEPS = 2_000_000;
/** Maximum number of entries for a pairwise comparison, which is quadratic. */
const MOST_PAIRED = 2_000;
const EMPTY: MapValue = { kind: 'map', entries: new Map(), twice: [] };

/**
 * Throws Wrong unless a result contains every change of both sides exactly once, and no other change. It never merges
 * and shares no code with the merge: it compares four values at a time.
 */
export class Comparison {
  #steps = 0;
  readonly #options: CompareOptions;

  constructor(options: CompareOptions) {
    this.#options = options;
  }

  check(path: string, four: Four): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new Wrong(path, 'it contains too many values to check');
    const { base, ours, theirs, result } = four;
    if (this.#options.isChosen(path)) return;
    const isBothSame = isEqual(ours, theirs);
    const wanted = isBothSame || isEqual(base, theirs) ? ours : isEqual(base, ours) ? theirs : null;
    if (wanted !== null && isEqual(wanted, result)) return;
    if (ours && theirs && result && this.#inside(path, { base, ours, theirs, result })) return;
    if (wanted === null) throw new Wrong(path, 'both sides changed it differently');
    throw new Wrong(
      path,
      isBothSame
        ? 'the change that both sides made is missing'
        : 'the change of one side is missing',
    );
  }

  /** Compares the contents of maps, lists and texts; false if the values cannot be compared by parts. */
  #inside(path: string, four: Four & Record<'ours' | 'theirs' | 'result', Value>): boolean {
    const { base, ours, theirs, result } = four;
    if (ours.kind === 'map' && theirs.kind === 'map' && result.kind === 'map') {
      if (base && base.kind !== 'map') return false;
      if (!base && path !== '' && !isEqual(ours, theirs) && [ours, theirs].some(hasOwnValues))
        throw new Wrong(path, 'both sides added it differently');
      this.#entries(path, { base: base ?? EMPTY, ours, theirs, result });
      return true;
    }
    if (ours.kind === 'list' && theirs.kind === 'list' && result.kind === 'list') {
      if (base && base.kind !== 'list') return false;
      const before: ListValue = base ?? { kind: 'list', items: [] };
      this.#list(path, { base: before, ours, theirs, result }, !base);
      return true;
    }
    const all = [base, ours, theirs, result];
    const isOfLines = all.every((one) => one?.kind === 'scalar' && one.id.includes('\n'));
    const [b, o, t, r] = all.map((one) => partsOf(one, isOfLines ? '\n' : /\s+/));
    if (!b || !o || !t || !r || b.items.length + o.items.length + t.items.length === 3)
      return false;
    this.#ordered(path, { base: b, ours: o, theirs: t, result: r }, true);
    return true;
  }

  #entries(path: string, { base, ours, theirs, result }: Of<MapValue>): void {
    const keys = new Set([
      ...base.entries.keys(),
      ...ours.entries.keys(),
      ...theirs.entries.keys(),
    ]);
    for (const key of result.entries.keys())
      if (!keys.has(key)) throw new Wrong(inner(path, key), 'no version contains it');
    for (const key of keys)
      this.check(inner(path, key), {
        base: base.entries.get(key),
        ours: ours.entries.get(key),
        theirs: theirs.entries.get(key),
        result: result.entries.get(key),
      });
  }

  #list(path: string, lists: Of<ListValue>, isNew: boolean): void {
    const keyed = this.#keyed(path, lists);
    if (keyed) {
      const { base, ours, theirs, result } = keyed;
      for (const id of new Set([
        ...base.keys(),
        ...ours.keys(),
        ...theirs.keys(),
        ...result.keys(),
      ]))
        this.check(`${path}[${id}]`, {
          base: base.get(id),
          ours: ours.get(id),
          theirs: theirs.get(id),
          result: result.get(id),
        });
      if (!this.#options.isChosen(path))
        checkOrder(
          path,
          mapAll(keyed, (map) => [...map.keys()]),
        );
      return;
    }
    const isSet = this.#options.isSet(path);
    if (isSet) checkRepeats(path, lists);
    if (isSet && isSetHere(lists)) checkSet(path, lists);
    else if (isNew) throw new Wrong(path, 'both sides added it differently');
    else this.#ordered(path, lists, false);
  }

  #keyed(path: string, lists: Of<ListValue>): Of<ReadonlyMap<string, Value>> | null {
    const fields = [...this.#options.identityAt(path), ...IDENTITIES];
    for (const field of fields) {
      const maps = mapAll(lists, ({ items }) => byId(items, field));
      const { base, ours, theirs, result } = maps;
      if (base && ours && theirs && result) return { base, ours, theirs, result };
    }
    return null;
  }

  #ordered(path: string, lists: Of<ListValue>, isText: boolean): void {
    const { base, ours, theirs, result } = mapAll(lists, ({ items }) => items);
    const stretches = stretchesOf(base, ours, theirs);
    if (!stretches) throw new Wrong(path, 'the lists differ too much to check');
    let at = 0;
    for (const { by, at: from, ...stretch } of stretches) {
      const isItemwise =
        by === 'clash' &&
        stretch.base.length === stretch.ours.length &&
        stretch.base.length === stretch.theirs.length;
      if (by === 'clash' && !isItemwise)
        throw new Wrong(path, 'both sides changed the same items differently');
      const wanted = by === 'theirs' ? stretch.theirs : stretch.ours;
      for (const [index, item] of wanted.entries()) {
        const now = result[at + index];
        const place = `${path}[${from + index}]`;
        if (isItemwise)
          this.check(place, {
            base: stretch.base[index],
            ours: item,
            theirs: stretch.theirs[index],
            result: now,
          });
        else if (!isEqual(item, now))
          throw new Wrong(place, 'its items are not in the order that both sides want');
      }
      at += wanted.length;
    }
    if (at < result.length)
      throw new Wrong(path, 'it contains more items than both sides have together');
    if (!countsAdd(stretches, result, { isText }))
      throw new Wrong(
        path,
        'an item that was moved would be duplicated, or was deleted by the other side',
      );
    if (isText) return;
    // Repeated items do not show what was moved.
    const orders = mapAll(lists, ({ items: all }) => onlyOnce(all.map(print)));
    checkMoves(path, orders);
    checkDeletedMoves(path, orders, (side) => deletedFrom(orders.base, side));
  }
}

type Of<Kind> = Readonly<Record<'base' | 'ours' | 'theirs' | 'result', Kind>>;

function mapAll<From, To>(of: Of<From>, make: (from: From) => To): Of<To> {
  return {
    base: make(of.base),
    ours: make(of.ours),
    theirs: make(of.theirs),
    result: make(of.result),
  };
}

/** Identity fields of list items, in the order of `docs/contract-merge.md`. */
const IDENTITIES =
  'operationId id name+in|$ref method+path status+code name path key uid $ref'.split(' ');

function byId(items: readonly Value[], field: string): ReadonlyMap<string, Value> | null {
  const map = new Map<string, Value>();
  for (const item of items) {
    const id = field
      .split('|')
      .map((part) => idOf(item, part.split('+')))
      .find((one) => one !== null);
    if (id === undefined || id === null || map.has(id)) return null;
    map.set(id, item);
  }
  return map;
}

function idOf(item: Value, parts: readonly string[]): string | null {
  if (item.kind !== 'map') return null;
  const ids = parts.map((part) => item.entries.get(`string ${part}`));
  const known = ids.flatMap((id) => (id?.kind === 'scalar' ? [shown(id.id)] : []));
  return known.length === parts.length ? known.join(' ') : null;
}

function isSetHere({ base, ours, theirs }: Of<ListValue>): boolean {
  const ids = ({ items }: ListValue) =>
    new Set(items.map((item) => (item.kind === 'scalar' ? item.id : '')));
  const before = ids(base);
  return [ours, theirs].every((side) => {
    const after = ids(side);
    return [...before].every((id) => after.has(id)) || [...after].every((id) => before.has(id));
  });
}

/** A set must not contain a member twice, whatever the sides changed. */
function checkRepeats(path: string, lists: Of<ListValue>): void {
  const { ours, theirs, result } = mapAll(lists, ({ items }) => isEachOnce(items.map(print)));
  if (ours && theirs && !result) throw new Wrong(path, 'a member would be duplicated');
}

function isEachOnce(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}

function checkSet(path: string, lists: Of<ListValue>): void {
  const { base, ours, theirs, result } = mapAll(lists, ({ items }) =>
    items.map((item) => (item.kind === 'scalar' ? item.id : '')),
  );
  const has = (ids: readonly string[]) => new Set(ids);
  const [b, o, t, r] = [has(base), has(ours), has(theirs), has(result)];
  for (const id of new Set([...base, ...ours, ...theirs, ...result])) {
    const wanted = b.has(id) ? o.has(id) && t.has(id) : o.has(id) || t.has(id);
    if (wanted !== r.has(id))
      throw new Wrong(path, `its member ${shown(id)} does not match the changes of both sides`);
  }
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.join('\n') === other.join('\n');
const wrongOrder = (path: string) =>
  new Wrong(path, 'its items are not in the order that both sides want');

function onlyOnce(all: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return all.filter((one) => counts.get(one) === 1);
}

/** Checks that entries are in the order that both sides gave them. */
function checkOrder(path: string, orders: Of<readonly string[]>): void {
  const { base, ours, theirs, result } = orders;
  const common = new Set(intersect(intersect(base, ours), intersect(theirs, result)));
  checkMoves(path, orders);
  checkDeletedMoves(path, orders, (side) => without(base, side));
  const now = neighboursOf(result, common);
  for (const side of [ours, theirs]) {
    const wanted = neighboursOf(side, common);
    const added = side.filter((id) => !common.has(id) && now.has(id));
    if (added.some((id) => wanted.get(id) !== now.get(id))) throw wrongOrder(path);
    const beside = new Map<string | undefined, string[]>();
    for (const id of intersect(result, added))
      beside.set(now.get(id), [...(beside.get(now.get(id)) ?? []), id]);
    for (const [place, ids] of beside)
      if (
        !isSame(
          ids,
          added.filter((id) => wanted.get(id) === place),
        )
      )
        throw wrongOrder(path);
  }
}

/** Checks that items in all versions were moved as both sides moved them. */
function checkMoves(path: string, orders: Of<readonly string[]>): void {
  const { base, ours, theirs, result } = orders;
  const common = new Set(intersect(intersect(base, ours), intersect(theirs, result)));
  const only = (ids: readonly string[]) => ids.filter((id) => common.has(id));
  const [b, o, t, r] = [only(base), only(ours), only(theirs), only(result)];
  if (isSame(o, t) || isSame(b, t)) {
    if (!isSame(r, o)) throw wrongOrder(path);
  } else if (isSame(b, o)) {
    if (!isSame(r, t)) throw wrongOrder(path);
  } else if (!isPairwise([b, o, t], r)) throw wrongOrder(path);
}

/** Checks that no side moved an item that the other side deleted. */
function checkDeletedMoves(
  path: string,
  orders: Of<readonly string[]>,
  goneFrom: (side: readonly string[]) => readonly string[],
): void {
  const { base, ours, theirs } = orders;
  for (const [mover, deleter] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const [before, after] = [intersect(base, mover), intersect(mover, base)];
    if (isSame(before, after)) continue;
    const gone = goneFrom(deleter);
    if (isSame(without(before, gone), without(after, gone)))
      throw new Wrong(path, 'one side moved an item that the other side deleted');
  }
}

function without(one: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other);
  return one.filter((id) => !known.has(id));
}

function intersect(one: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other);
  return one.filter((id) => known.has(id));
}

/** For each pair of items, the side that changed their order decides. */
function isPairwise(
  versions: readonly [base: readonly string[], ...sides: (readonly string[])[]],
  result: readonly string[],
): boolean {
  if (versions[0].length > MOST_PAIRED) return false;
  const places = versions.map((ids) => new Map(ids.map((id, index) => [id, index])));
  return result.every((id, index) =>
    result.slice(index + 1).every((later) => {
      const [b, o, t] = places.map((place) => (place.get(id) ?? 0) < (place.get(later) ?? 0));
      return o === t ? o === true : o === b ? t === true : o === true;
    }),
  );
}

/** The nearest common entries before and after each entry that is not in all versions. */
function neighboursOf(
  ids: readonly string[],
  common: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let before = '';
  let open: string[] = [];
  const close = (after: string) => {
    for (const id of open) found.set(id, JSON.stringify([before, after]));
    open = [];
  };
  for (const id of ids) {
    if (common.has(id)) {
      close(id);
      before = id;
    } else open.push(id);
  }
  close('');
  return found;
}

function hasOwnValues({ entries }: MapValue): boolean {
  return [...entries.values()].some(({ kind }) => kind === 'scalar');
}

/** Splits a text into lines, or into words if a version has only one line: folded lines are joined in the value. */
function partsOf(value: Value | undefined, by: string | RegExp): ListValue | null {
  if (value?.kind !== 'scalar' || !value.id.startsWith('string ')) return null;
  const items = shown(value.id)
    .split(by)
    .map((part): Value => ({ kind: 'scalar', id: part }));
  return { kind: 'list', items };
}

function inner(path: string, key: string): string {
  return path === '' ? shown(key) : `${path}.${shown(key)}`;
}
