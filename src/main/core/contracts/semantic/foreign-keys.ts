import type { Column } from './columns.ts';
import { parseReference, type Reference } from './sql-names.ts';
import { at, either, entriesOf, isRecord, textOf, textsOf } from './values.ts';

export interface ForeignKey {
  readonly path: string;
  readonly columns: readonly string[];
  readonly to: Reference;
}

const COLUMN_KEYS = ['references', 'foreignKey', 'foreign_key', 'fk', 'ref'];
const TABLE_KEYS = ['foreignKeys', 'foreign_keys', 'fks', 'constraints'];
const IN_SQL = /^(?:constraint\s+\S+\s+)?foreign\s+key\s*\(([^)]*)\)\s*references\s+(.+)$/is;

/** The foreign keys of a table, at its columns or beside them. */
export function foreignKeysOf(
  table: unknown,
  path: string,
  columns: readonly Column[],
): readonly ForeignKey[] {
  return [...columns.flatMap(inColumn), ...TABLE_KEYS.flatMap((key) => ofTable(table, path, key))];
}

function inColumn({ name, path, value }: Column): ForeignKey[] {
  const written = [textOf(value) ?? '', ...textsOf(at(value, 'constraints'))].join(' ');
  const [, inSql] = /\breferences\s+(.+)$/is.exec(written) ?? [];
  const said = COLUMN_KEYS.map((key) => at(value, key)).find(
    (one) => typeof one !== 'boolean' && one,
  );
  const to = said === undefined ? parsed(inSql) : referenceOf(said);
  return to ? [{ path, columns: [name], to }] : [];
}

function parsed(text: string | undefined): Reference | null {
  return text === undefined
    ? null
    : parseReference(text.replace(/\s+(?:not\s+null|null|unique|default)\b.*$/is, ''));
}

function ofTable(table: unknown, path: string, key: string): ForeignKey[] {
  const all = at(table, key);
  return entriesOf(all, `${path}.${key}`).flatMap((entry) => {
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
    // As a map by column: `foreignKeys: {owner_id: users.id}`.
    const columns = own.length > 0 || !isRecord(all) ? own : [entry.key];
    return to ? [{ path: here, columns, to }] : [];
  });
}

function isForeign(constraint: unknown): boolean {
  return /^(?:foreign[\s_-]?key|fk)$/i.test(textOf(at(constraint, 'type')) ?? '');
}

function targetOf(one: Readonly<Record<string, unknown>>): Reference | null {
  const said = referenceOf(either(one, ['references', 'to', 'ref', 'target']));
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
  if (said) return said.columns.length === 0 && columns.length > 0 ? { ...said, columns } : said;
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
  const said = textOf(at(value, 'schema'));
  // Here the table is named alone: what stands before a dot is its schema.
  const whole = named.ambiguous
    ? { schema: named.table, table: named.columns[0] ?? '', columns: [], ambiguous: false }
    : named;
  return { ...whole, schema: said ?? whole.schema, columns };
}

function columnsIn(value: unknown): readonly string[] {
  return textsOf(value).flatMap(split);
}

function split(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim());
}
