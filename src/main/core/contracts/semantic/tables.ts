import { type Column, columnsOf } from './columns.ts';
import { type ForeignKey, foreignKeysOf } from './foreign-keys.ts';
import { type Index, indexesOf } from './indexes.ts';
import { remembered } from './remembered.ts';
import { folded, isSameName, type Reference, unquoted } from './sql-names.ts';
import { at, either, entriesOf, isRecord, named, textOf } from './values.ts';

export interface Table {
  readonly name: string;
  readonly schema: string | null;
  /** Model name used by programs; null if equal to the table name. */
  readonly entity: string | null;
  readonly path: string;
  readonly columns: readonly Column[];
  /** Whether it may have columns that are not listed. */
  readonly isOpen: boolean;
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  readonly value: unknown;
}

const PLACES: ReadonlySet<string> = new Set(['tables', 'entities']);
const MOST_LEVELS = 4;
/** Keys that imply further columns beyond the list. */
const OPENERS = [
  'extends',
  'inherits',
  'like',
  'mixins',
  'include',
  'includes',
  'timestamps',
  'paranoid',
  'partition_of',
  'partitionOf',
  'softDelete',
  'soft_delete',
  '$ref',
  '<<',
];

/** The tables of a database contract, in any of the supported notations and places. */
export const tablesOf = remembered((value) => tablesIn(value, '', 0));

function tablesIn(value: unknown, path: string, level: number): readonly Table[] {
  if (level > MOST_LEVELS || !isRecord(value)) return [];
  return entriesOf(value, path).flatMap((entry) =>
    PLACES.has(entry.key)
      ? named(entry.value, entry.path).map((one) => tableOf(one, schemaOf(path)))
      : tablesIn(entry.value, entry.path, level + 1),
  );
}

/** The schema name in a path such as `schemas.auth.tables`. */
function schemaOf(path: string): string | null {
  return /(?:^|\.)schemas\.([^.]+)$/.exec(path)?.[1] ?? null;
}

function tableOf(one: ReturnType<typeof named>[number], around: string | null): Table {
  const { path, value } = one;
  const stored = textOf(either(value, ['table_name', 'tableName', 'table']));
  const parts = unquoted(stored ?? one.name).split('.');
  const key = either(value, ['columns']) === undefined ? 'fields' : 'columns';
  const columns = columnsOf(at(value, key), `${path}.${key}`);
  const known = columns ?? [];
  return {
    name: parts.at(-1) ?? one.name,
    schema: textOf(at(value, 'schema')) ?? parts.at(-2) ?? around,
    entity: stored === null ? null : one.name,
    path,
    columns: known,
    isOpen:
      known.length === 0 ||
      columns === null ||
      OPENERS.some((opener) => ![undefined, null, false].includes(at(value, opener) as null)) ||
      known.some(({ name }) => OPENERS.slice(-2).includes(name)),
    foreignKeys: foreignKeysOf(value, path, known),
    indexes: indexesOf(value, path),
    value,
  };
}

const byName = remembered((tables) => {
  const named = new Map<string, Table[]>();
  for (const table of tables as readonly Table[])
    for (const name of new Set([table.name, table.entity ?? table.name])) {
      const key = unquoted(name).toLowerCase();
      named.set(key, [...(named.get(key) ?? []), table]);
    }
  return named;
});

/** A table by name, with or without its schema. */
export function tableNamed(
  tables: readonly Table[],
  name: string,
  schema: string | null = null,
): Table | undefined {
  const called = byName(tables).get(unquoted(name).toLowerCase()) ?? [];
  if (schema === null) return called[0];
  return (
    called.find((one) => one.schema !== null && isSameName(one.schema, schema)) ??
    called.find((one) => one.schema === null)
  );
}

/** Like `tableNamed`, but also matches model names: `Post` is `posts`. */
export function tableLike(tables: readonly Table[], name: string): Table | undefined {
  const plain = folded(name);
  const names = [plain, `${plain}s`, `${plain}es`, plain.replace(/y$/, 'ies')];
  return tableNamed(tables, name) ?? tables.find((one) => names.includes(folded(one.name)));
}

export function columnNamed(table: Table, name: string | undefined): Column | undefined {
  return name === undefined ? undefined : table.columns.find((one) => isSameName(one.name, name));
}

/** The first of some columns that a table certainly lacks. */
export function missingColumn(table: Table, names: readonly string[]): string | undefined {
  return table.isOpen ? undefined : names.find((name) => !columnNamed(table, name));
}

export interface Target {
  readonly table: Table | undefined;
  readonly columns: readonly string[];
  /** Name for display. */
  readonly shown: string;
}

/** Resolves a reference among these tables. */
export function targetOf(tables: readonly Table[], to: Reference): Target {
  const table = tableNamed(tables, to.table, to.schema);
  const [second = ''] = to.columns;
  // If there is no table `auth`, `auth.users` is a table in a schema.
  const inSchema = to.ambiguous && !table ? tableNamed(tables, second, to.table) : undefined;
  if (inSchema) return { table: inSchema, columns: [], shown: `${to.table}.${second}` };
  const shown = to.schema === null ? to.table : `${to.schema}.${to.table}`;
  return { table, columns: to.columns, shown };
}
