import type { Column } from './columns.ts';
import { isSameName, parseReference, type Reference } from './sql-names.ts';
import { at, type Entry, either, entriesOf, isRecord, textOf, textsOf } from './values.ts';

export interface ForeignKey {
  readonly path: string;
  readonly columns: readonly string[];
  readonly to: Reference;
}

const COLUMN_KEYS = ['references', 'foreignKey', 'foreign_key', 'fk', 'ref'];
const TARGETS = ['references', 'to', 'ref', 'target'];
const TABLE_KEYS = ['foreignKeys', 'foreign_keys', 'fks', 'constraints'];
interface Owner {
  readonly value: unknown;
  readonly path: string;
}

const IN_SQL = /^(?:constraint\s+\S+\s+)?foreign\s+key\s*\(([^)]*)\)\s*references\s+(.+)$/is;

/** Foreign keys of a table, declared on its columns or on the table. */
export function foreignKeysOf(
  table: unknown,
  path: string,
  columns: readonly Column[],
): readonly ForeignKey[] {
  return [
    ...columns.flatMap(inColumn),
    ...TABLE_KEYS.flatMap((key) => ofTable({ value: table, path }, key, columns)),
  ];
}

function inColumn({ name, path, value }: Column): ForeignKey[] {
  const written = [textOf(value) ?? '', ...textsOf(at(value, 'constraints'))].join(' ');
  const [, inSql] = /\breferences\s+(.+)$/is.exec(written) ?? [];
  const declared = COLUMN_KEYS.map((key) => at(value, key)).find(
    (one) => typeof one !== 'boolean' && one,
  );
  const to = declared === undefined ? parsed(inSql) : referenceOf(declared);
  return to ? [{ path, columns: [name], to }] : [];
}

function parsed(text: string | undefined): Reference | null {
  return text === undefined
    ? null
    : parseReference(text.replace(/\s+(?:not\s+null|null|unique|default)\b.*$/is, ''));
}

/** A map by column: `foreignKeys: {owner_id: {table: users, column: id}}`. */
function ofColumn(
  { key, value }: Entry,
  columns: readonly Column[],
  path: string,
): ForeignKey | null {
  const isColumn = columns.some(({ name }) => isSameName(name, key));
  if (!isColumn || !isRecord(value) || either(value, TARGETS) !== undefined) return null;
  const to = referenceOf(value);
  return to && { path, columns: [key], to };
}

function ofTable(
  { value: table, path }: Owner,
  key: string,
  columns: readonly Column[],
): ForeignKey[] {
  const all = at(table, key);
  return entriesOf(all, `${path}.${key}`).flatMap((entry) => {
    const direct = isRecord(all) ? ofColumn(entry, columns, `${path}.${key}[${entry.key}]`) : null;
    if (direct) return [direct];
    const here = isRecord(all) ? `${path}.${key}[${entry.key}]` : entry.path;
    const [, inSql, target] = IN_SQL.exec(textOf(entry.value) ?? '') ?? [];
    if (inSql !== undefined) {
      const to = parsed(target);
      return to ? [{ path: here, columns: split(inSql), to }] : [];
    }
    if (key === 'constraints' && !isForeign(entry.value)) return [];
    const to = isRecord(entry.value)
      ? targetOf(entry.value)
      : isRecord(all)
        ? referenceOf(entry.value)
        : null;
    const own = columnsIn(
      either(entry.value, ['columns', 'column', 'from', 'foreignKey', 'foreign_key']),
    );
    // A map by column: `foreignKeys: {owner_id: users.id}`.
    const used = own.length > 0 || !isRecord(all) ? own : [entry.key];
    return to ? [{ path: here, columns: used, to }] : [];
  });
}

function isForeign(constraint: unknown): boolean {
  return /^(?:foreign[\s_-]?key|fk)$/i.test(textOf(at(constraint, 'type')) ?? '');
}

function targetOf(one: Readonly<Record<string, unknown>>): Reference | null {
  const declared = referenceOf(either(one, TARGETS));
  const table = textOf(
    either(one, ['foreign_table', 'foreignTable', 'ref_table', 'references_table', 'table']),
  );
  const columns = textsOf(
    either(one, [
      'foreign_column',
      'foreignColumn',
      'ref_column',
      'references_column',
      'references_columns',
      'foreign_columns',
    ]),
  );
  if (declared)
    return declared.columns.length === 0 && columns.length > 0
      ? { ...declared, columns }
      : declared;
  const named = table === null ? null : parseReference(table);
  return named && { ...named, columns: columns.length > 0 ? columns : named.columns };
}

function referenceOf(value: unknown): Reference | null {
  if (typeof value === 'string') return parseReference(value);
  const table = textOf(either(value, ['table', 'model', 'entity']));
  if (table === null) return null;
  const named = parseReference(table);
  if (!named) return null;
  const columns = columnsIn(either(value, ['columns', 'column', 'field', 'key']));
  const declared = textOf(at(value, 'schema'));
  // Only a table is named here, so the part before a dot is its schema.
  const whole = named.ambiguous
    ? { schema: named.table, table: named.columns[0] ?? '', columns: [], ambiguous: false }
    : named;
  return { ...whole, schema: declared ?? whole.schema, columns };
}

function columnsIn(value: unknown): readonly string[] {
  return textsOf(value).flatMap(split);
}

function split(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim());
}
