import { at, isRecord, named, textOf, textsOf } from './values.ts';

export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly path: string;
  readonly type: string | null;
  readonly nullable: boolean | null;
}

interface ForeignKey {
  readonly path: string;
  readonly columns: readonly string[];
  readonly to: Reference;
}

interface Index {
  readonly path: string;
  readonly columns: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly path: string;
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
}

/** `users.id`, `users(id)` or `users`. */
const REFERENCE = /^["'`]?([\w-]+)["'`]?(?:\s*[.(]\s*([\w\s,-]+?)\s*\)?)?$/;

/** The tables of a database contract, however it writes them down. */
export function tablesOf(value: unknown): readonly Table[] {
  return named(at(value, 'tables'), 'tables').map(({ name, path, value: table }) => {
    const columns = named(at(table, 'columns'), `${path}.columns`);
    return {
      name,
      path,
      columns: columns.map((column) => ({
        name: column.name,
        path: column.path,
        type: textOf(column.value) ?? textOf(at(column.value, 'type')),
        nullable: nullableOf(column.value),
      })),
      foreignKeys: [...inColumns(columns), ...ofTable(table, path)],
      indexes: indexesOf(table, path),
    };
  });
}

function nullableOf(column: unknown): boolean | null {
  const said = at(column, 'nullable') ?? at(column, 'null');
  if (typeof said === 'boolean') return said;
  const needed = at(column, 'required') ?? at(column, 'notNull') ?? at(column, 'not_null');
  return typeof needed === 'boolean' ? !needed : null;
}

function inColumns(
  columns: readonly { readonly name: string; readonly path: string; readonly value: unknown }[],
): ForeignKey[] {
  return columns.flatMap(({ name, path, value }) => {
    const to = referenceOf(
      at(value, 'references') ??
        at(value, 'foreignKey') ??
        at(value, 'foreign_key') ??
        at(value, 'fk'),
    );
    return to ? [{ path, columns: [name], to }] : [];
  });
}

function ofTable(table: unknown, path: string): ForeignKey[] {
  return ['foreignKeys', 'foreign_keys', 'fks'].flatMap((key) => {
    const all = at(table, key);
    const entries: readonly (readonly [string, unknown])[] = Array.isArray(all)
      ? all.map((one, index) => [textOf(at(one, 'name')) ?? String(index), one] as const)
      : isRecord(all)
        ? Object.entries(all)
        : [];
    return entries.flatMap(([name, one]) => {
      const to = referenceOf(isRecord(one) ? (one['references'] ?? one['to']) : one);
      const own = textsOf(at(one, 'columns') ?? at(one, 'column'));
      // As a map by column: `foreignKeys: {owner_id: users.id}`.
      const columns = own.length > 0 || Array.isArray(all) ? own : [name];
      return to ? [{ path: `${path}.${key}[${name}]`, columns, to }] : [];
    });
  });
}

function referenceOf(value: unknown): Reference | null {
  if (typeof value === 'string') {
    const [, table, columns] = REFERENCE.exec(value.trim()) ?? [];
    return table
      ? { table, columns: columns ? columns.split(',').map((one) => one.trim()) : [] }
      : null;
  }
  const table = textOf(at(value, 'table'));
  if (table === null) return null;
  return {
    table,
    columns: textsOf(at(value, 'columns') ?? at(value, 'column') ?? at(value, 'field')),
  };
}

function indexesOf(table: unknown, path: string): Index[] {
  const keys = ['indexes', 'indices', 'unique', 'primaryKey', 'primary_key'];
  return keys.flatMap((key) => {
    const all = at(table, key);
    if (typeof all === 'boolean') return [];
    const one = (columns: readonly string[], name: string) =>
      columns.length > 0 ? [{ path: `${path}.${key}${name}`, columns }] : [];
    if (key.startsWith('primary')) return one(textsOf(all), '');
    if (isRecord(all))
      return Object.entries(all).flatMap(([name, index]) => one(columnsOf(index), `[${name}]`));
    if (!Array.isArray(all)) return one(textsOf(all), '');
    return all.flatMap((index, position) =>
      one(columnsOf(index), `[${textOf(at(index, 'name')) ?? position}]`),
    );
  });
}

function columnsOf(index: unknown): readonly string[] {
  return isRecord(index)
    ? textsOf(index['columns'] ?? index['column'] ?? index['on'])
    : textsOf(index);
}
