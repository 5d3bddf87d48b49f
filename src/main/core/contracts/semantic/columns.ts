import { typeIn } from './sql-types.ts';
import { at, either, inside, isRecord, textOf, textsOf } from './values.ts';

export interface Column {
  readonly name: string;
  readonly path: string;
  readonly type: string | null;
  readonly nullable: boolean | null;
  /** The default as written; null if there is none. */
  readonly default: string | null;
  readonly isKey: boolean;
  /** Whether the database generates its value. */
  readonly isGenerated: boolean;
  /** The column as written, for rules that need more. */
  readonly value: unknown;
}

const GENERATED = [
  'generated',
  'identity',
  'autoIncrement',
  'auto_increment',
  'autoincrement',
  'computed',
  'backfill',
];

/** The columns of a table, written as a map by name or as a list of named maps or strings. Null if one has no name. */
export function columnsOf(all: unknown, path: string): readonly Column[] | null {
  if (isRecord(all))
    return Object.entries(all).map(([name, value]) => column(name, inside(path, name), value));
  if (!Array.isArray(all)) return [];
  const columns = all.map((item: unknown) => {
    const text = textOf(item);
    const name = text?.split(/\s/)[0] ?? textOf(either(item, ['name', 'column', 'field']));
    if (text !== null && name !== undefined && name !== null)
      return column(name, `${path}[${name}]`, text.slice(name.length).trim());
    if (name !== null && name !== undefined) return column(name, `${path}[${name}]`, item);
    // A single column by name as a list item: `- id: uuid`.
    const [only, ...others] = isRecord(item) ? Object.entries(item) : [];
    return only && others.length === 0 ? column(only[0], `${path}[${only[0]}]`, only[1]) : null;
  });
  const known = columns.filter((one) => one !== null);
  return known.length < columns.length ? null : known;
}

function column(name: string, path: string, value: unknown): Column {
  const sql = wordsOf(value);
  const type = textOf(value) ?? textOf(either(value, ['type', 'dataType', 'data_type']));
  const plain = type === null ? null : typeIn(type);
  return {
    name,
    path,
    type: plain === '' ? null : plain,
    nullable: nullableOf(value, sql),
    default: defaultOf(value, sql),
    isKey: isKey(value, sql),
    isGenerated:
      /serial/i.test(type ?? '') ||
      /\b(?:generated|identity|auto_?increment)\b/i.test(sql) ||
      GENERATED.some((key) => isSet(at(value, key))),
    value,
  };
}

/** SQL text of a column: the whole value, or its constraints. */
function wordsOf(value: unknown): string {
  const text = textOf(value);
  if (text !== null) return ` ${text}`;
  return textsOf(at(value, 'constraints'))
    .map((one) => ` ${one.replaceAll('_', ' ')}`)
    .join();
}

function nullableOf(column: unknown, sql: string): boolean | null {
  const may = either(column, ['nullable', 'null', 'allowNull', 'allow_null', 'optional']);
  if (typeof may === 'boolean') return may;
  const needed = either(column, ['required', 'notNull', 'not_null']);
  if (typeof needed === 'boolean') return !needed;
  return /\bnot null\b/i.test(sql) ? false : null;
}

function defaultOf(column: unknown, sql: string): string | null {
  const value = either(column, ['default', 'defaultValue', 'default_value', 'server_default']);
  const text = textOf(value);
  if (text !== null) return text;
  // A map or list is a default too, such as JSON's `default: {}`.
  if (value !== undefined && value !== null) return '()';
  const [, written = null] = /\bdefault\s+('(?:[^']|'')*'|\S+)/i.exec(sql) ?? [];
  return written;
}

function isKey(column: unknown, sql: string): boolean {
  const key = either(column, ['primaryKey', 'primary_key', 'primary', 'pk', 'key']);
  return key === true || /\bprimary key\b/i.test(sql);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}
