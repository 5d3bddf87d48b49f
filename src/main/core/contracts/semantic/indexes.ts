import { splitList, unquoted } from './sql-names.ts';
import { at, either, entriesOf, isRecord, textOf, textsOf } from './values.ts';

export interface Index {
  readonly path: string;
  /** Null if unnamed. */
  readonly name: string | null;
  readonly kind: 'index' | 'key';
  /** Column names, without columns inside expressions. */
  readonly columns: readonly string[];
  /** Equal for equivalent indexes. */
  readonly content: string;
}

const INDEX_KEYS = ['indexes', 'indices'];
const KEY_KEYS = [
  'unique',
  'uniqueKeys',
  'unique_keys',
  'uniqueConstraints',
  'unique_constraints',
  'primaryKey',
  'primary_key',
];
const COLUMN_KEYS = ['columns', 'column', 'fields', 'field', 'keys'];
/** Keys that distinguish indexes of the same columns. */
const MODES = ['where', 'partial', 'condition', 'filter', 'type', 'method', 'using', 'include'];
/** A column with its sort order. */
const ORDERED =
  /^-?([\w$]+)(?:\s+(?:asc|desc|nulls\s+(?:first|last)|collate\s+\S+|\w+_ops|ascending|descending|-?1))*$/i;
/** Strings that look like this name an index, not a column. */
const INDEX_NAME = /^(?:idx|ix|index|uq|uk|pk|fk)_|_(?:idx|index|pkey|key|uq|unique)$/i;

/** The indexes and keys of a table. */
export function indexesOf(table: unknown, path: string): readonly Index[] {
  return [
    ...INDEX_KEYS.flatMap((key) => read(at(table, key), `${path}.${key}`, 'index')),
    ...KEY_KEYS.flatMap((key) => read(at(table, key), `${path}.${key}`, 'key')),
  ];
}

function read(all: unknown, path: string, kind: Index['kind']): readonly Index[] {
  if (all === null || all === undefined || typeof all === 'boolean') return [];
  const isOne = kind === 'key' && (!isRecord(all) || either(all, COLUMN_KEYS) !== undefined);
  const isListOfLists = Array.isArray(all) && all.some((one) => typeof one === 'object');
  if (isOne && !isListOfLists) return [index({ path, key: null, value: all, kind })];
  if (!Array.isArray(all) && !isRecord(all)) return [index({ path, key: null, value: all, kind })];
  return entriesOf(all, path).map(({ path: here, key, value }) => {
    const place = isRecord(all) ? `${path}[${key}]` : here;
    return index({ path: place, key: isRecord(all) ? key : null, value, kind });
  });
}

interface Written {
  readonly path: string;
  readonly key: string | null;
  readonly value: unknown;
  readonly kind: Index['kind'];
}

function index({ path, key, value, kind }: Written): Index {
  const text = textOf(value);
  if (text !== null && (INDEX_NAME.test(text) || /^create\s|\bkey\b/i.test(text))) {
    const [, name = '', inside] = SQL.exec(text) ?? [];
    const words = inside === undefined ? [] : splitList(inside);
    return { path, name: name || key || text, kind, columns: columnsIn(words), content: text };
  }
  const words = wordsOf(isRecord(value) ? columnsOf(value) : value);
  const modes = MODES.map((mode) => textsOf(at(value, mode)).join(','));
  return {
    path,
    name: textOf(at(value, 'name')) ?? key,
    kind,
    columns: columnsIn([...words, ...textsOf(at(value, 'include'))]),
    content: words.length > 0 ? [...words, ...modes].join('|').toLowerCase() : '',
  };
}

/** `on` may be the table name instead of columns. */
function columnsOf(index: unknown): unknown {
  const on = at(index, 'on');
  const isColumns = Array.isArray(on) || /\(/.test(textOf(on) ?? '');
  return either(index, COLUMN_KEYS) ?? (isColumns ? on : undefined);
}

/** Matches `create unique index name on table (columns)`, `table(columns)`, `primary key (columns)`. */
const SQL =
  /^(?:create\s+(?:unique\s+)?index\s+)?(?:concurrently\s+)?([\w$]*)[^(]*\((.*)\)[^)]*$/is;

/** The columns of an index as written, with their sort order. */
function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordOf);
  // A map by column: `{created_at: -1}`.
  if (isRecord(value))
    return Object.entries(value).map(([key, order]) => `${key} ${textOf(order) ?? ''}`.trim());
  const text = textOf(value);
  if (text === null) return [];
  const [, before = '', inside] = /^([\w$.]*)\s*\((.*)\)$/s.exec(text) ?? [];
  const isCall =
    inside !== undefined && /^(?:lower|upper|coalesce|date|trim|md5|date_trunc)$/i.test(before);
  return splitList(inside === undefined || isCall ? text : inside);
}

function wordOf(item: unknown): readonly string[] {
  const name = textOf(item) ?? textOf(either(item, ['column', 'name', 'field']));
  if (name !== null) {
    const order = textOf(either(item, ['order', 'direction', 'sort']));
    return [order === null ? name : `${name} ${order}`];
  }
  const expression = textOf(either(item, ['expression', 'expr']));
  return expression === null ? [] : [`(${expression})`];
}

function columnsIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => ORDERED.exec(unquoted(word))?.[1] ?? []);
}
