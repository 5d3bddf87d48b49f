import { print, shown, type Value } from './value.ts';

/** Fields that identify an item, alone or in combination. */
const NAMES = [
  ['operationId'],
  ['id'],
  ['name', 'in'],
  ['method', 'path'],
  ['status', 'code'],
  ['name'],
  ['path'],
  ['key'],
  ['uid'],
  ['$ref'],
] as const;

/** Duplicates in a text by kind of place: all lists at equal paths (ignoring indexes) are counted together. */
interface Repeats {
  /** Paths of keys that occur twice in one map. */
  readonly keys: ReadonlySet<string>;
  /** Lists and identity fields without duplicate items, and those with duplicates. */
  readonly unique: ReadonlySet<string>;
  readonly repeated: ReadonlyMap<string, string>;
}

/**
 * A key, item identity or document that occurs twice in the result but is not duplicated in any source. Null if there
 * is none.
 */
export function newDuplicate(
  sources: readonly (readonly Value[])[],
  result: readonly Value[],
): string | null {
  const now = repeatsIn(result);
  if (now.keys.size + now.repeated.size === 0) return null;
  const before = sources.map(repeatsIn);
  for (const key of now.keys)
    if (!before.some(({ keys }) => keys.has(key))) return `The key ${key} would be duplicated`;
  for (const [place, what] of now.repeated) {
    const isKnown = before.some(({ repeated }) => repeated.has(place));
    const isName = before.some(({ unique }) => unique.has(place));
    if (!isKnown && isName) return `${what} would be duplicated`;
  }
  return null;
}

function repeatsIn(documents: readonly Value[]): Repeats {
  const keys = new Set<string>();
  const unique = new Set<string>();
  const repeated = new Map<string, string>();
  const seen = new Set<Value>();
  const list = (path: string, items: readonly Value[]) => {
    if (items[0]?.kind !== 'map') return;
    for (const fields of NAMES) {
      const place = `${path}\n${fields.join('+')}`;
      const ids = items.map((item) => idOf(item, fields));
      if (ids.some((id) => id === null)) continue;
      const twice = firstTwice(ids);
      if (twice === undefined) unique.add(place);
      else repeated.set(place, `The item ${twice} of ${path || 'the list'}`);
    }
  };
  const walk = (path: string, value: Value) => {
    if (value.kind === 'scalar' || seen.has(value)) return;
    seen.add(value);
    if (value.kind === 'list') {
      list(path, value.items);
      for (const item of value.items) walk(`${path}[]`, item);
      return;
    }
    for (const key of value.twice) keys.add(path === '' ? key : `${path}.${key}`);
    for (const [key, inner] of value.entries)
      if (inner.kind !== 'scalar') walk(path === '' ? shown(key) : `${path}.${shown(key)}`, inner);
  };
  for (const document of documents) walk('', document);
  const prints = documents.map(documentId);
  const twice = firstTwice(prints);
  if (documents.length > 0)
    if (twice === undefined) unique.add('documents');
    else
      repeated.set(
        'documents',
        /^[#{[]/.test(twice ?? '') ? 'One document' : `The document ${twice}`,
      );
  return { keys, unique, repeated };
}

function firstTwice(ids: readonly (string | null)[]): string | null | undefined {
  const seen = new Set<string | null>();
  return ids.find((id) => seen.size === seen.add(id).size);
}

/** Id of a document in a stream: its kind and name, else its whole content. */
export function documentId(document: Value): string {
  if (document.kind !== 'map') return print(document);
  const field = (value: Value | undefined, name: string) => {
    const inner = value?.kind === 'map' ? value.entries.get(`string ${name}`) : undefined;
    return inner?.kind === 'scalar' ? shown(inner.id) : null;
  };
  const meta = document.entries.get('string metadata');
  const name = field(meta, 'name') ?? field(document, 'name');
  const kind = field(document, 'kind');
  if (name === null || kind === null) return print(document);
  return [kind, field(meta, 'namespace') ?? '', name].join(' ').replace('  ', ' ');
}

function idOf(item: Value, fields: readonly string[]): string | null {
  if (item.kind !== 'map') return null;
  const ids = fields.map((field) => item.entries.get(`string ${field}`));
  if (ids.some((id) => id?.kind !== 'scalar')) return null;
  return ids.map((id) => (id?.kind === 'scalar' ? shown(id.id) : '')).join(' ');
}
