import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { folded, parseReference } from './sql-names.ts';
import { type Table, tableLike, tableNamed, tablesOf, targetOf } from './tables.ts';
import { at, either, named, textOf, textsOf } from './values.ts';

const PLACES = ['relationships', 'relations', 'associations'];
const FROM = ['from', 'source', 'parent'];
const TO = ['to', 'foreign_table', 'foreignTable', 'target', 'table', 'child'];
const THROUGH = ['through', 'via', 'joinTable', 'join_table', 'junction', 'junction_table'];
const KEYS = ['foreignKey', 'foreign_key', 'fk'];

export const RELATIONSHIP_RULES: readonly SemanticRule[] = [
  {
    topics: ['database'],
    severity: 'error',
    id: 'db/relationship',
    reason: 'A relationship must join existing tables by a column of one of them.',
    *find({ contract }: RuleInput) {
      const tables = tablesOf(contract.value);
      if (tables.length === 0) return;
      for (const place of PLACES) {
        for (const one of named(at(contract.value, place), place))
          yield* problemsOf(one, tables, null);
        for (const table of tables)
          for (const one of named(at(table.value, place), `${table.path}.${place}`))
            yield* problemsOf(one, tables, table);
      }
    },
  },
];

function* problemsOf(
  { name, path, value }: ReturnType<typeof named>[number],
  tables: readonly Table[],
  owner: Table | null,
): Generator<Found> {
  const ends = [...(owner ? [] : [FROM]), TO, THROUGH].flatMap(
    (keys) => textOf(either(value, keys)) ?? [],
  );
  const joined: Table[] = owner ? [owner] : [];
  for (const end of ends) {
    const table = endOf(end, tables);
    // A sentence, or a model class that is not in the contract.
    if (table === null || (owner && /^[A-Z]/.test(end) && table === undefined)) return;
    if (table) joined.push(table);
    else
      yield {
        path,
        message: `The relationship ${name} refers to the table ${end}, which is not in the database. Define that table, or correct the relationship.`,
      };
  }
  if (joined.length < ends.length + (owner ? 1 : 0) || ends.length === 0) return;
  for (const key of keysOf(either(value, KEYS)))
    if (!isColumn(key.trim(), joined, tables))
      yield {
        path,
        message: `The relationship ${name} joins by ${key.trim()}, but none of its tables has this column (${[...new Set(joined.map((one) => one.name))].join(', ')}). Add the column, or correct the relationship.`,
      };
}

/**
 * Join columns, written as `user_id`, `posts.user_id`, `posts.user_id -> users.id`, or as a map with table and column.
 */
function keysOf(key: unknown): readonly string[] {
  const [table, column] = [textOf(at(key, 'table')), textOf(at(key, 'column'))];
  if (table !== null && column !== null) return [`${table}.${column}`];
  return textsOf(key).flatMap((text) => text.split(/,|->|→/));
}

/** The table at one end (`users` or `users.id`); null if the text cannot be a table name. */
function endOf(end: string, tables: readonly Table[]): Table | undefined | null {
  const to = parseReference(end);
  if (!to) return null;
  return targetOf(tables, to).table ?? tableLike(tables, end);
}

/** Whether a joined table has the column, ignoring case and separators (`userId` is `user_id`). */
function isColumn(key: string, joined: readonly Table[], tables: readonly Table[]): boolean {
  const to = parseReference(key);
  if (!to) return true;
  const [column] = to.columns;
  const owner = column === undefined ? undefined : tableNamed(tables, to.table, to.schema);
  if (column !== undefined && !owner) return false;
  const [among, name] = owner && column !== undefined ? [[owner], column] : [joined, column ?? key];
  return among.some(
    (table) => table.isOpen || table.columns.some((one) => folded(one.name) === folded(name)),
  );
}
