import { remembered } from './remembered.ts';
import { repeated } from './repeated.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { parseReference, unquoted } from './sql-names.ts';
import { columnNamed, missingColumn, type Table, tableNamed, tablesOf } from './tables.ts';
import { at, either, entriesOf, named, textOf } from './values.ts';

const DATABASE = { topics: ['database'], severity: 'error' } as const;
const USED = ['indexes_used', 'indexesUsed', 'index_used', 'indexUsed'];
/** Names of indexes that databases create automatically, or that mean no index. */
const BUILT_IN =
  /(?:^|_)(?:pkey|primary_?key|primary|pk)$|^pk_|_key$|^(?:none|n\/a|null|seq_?scan|full_?scan)$/i;

export const INDEX_RULES: readonly SemanticRule[] = [
  {
    ...DATABASE,
    id: 'db/index-column',
    reason: 'An index or key must use existing columns.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value))
        for (const { path, kind, name, columns } of table.indexes) {
          const gone = missingColumn(table, columns);
          if (gone === undefined) continue;
          const what =
            name === null ? `An ${kind}`.replace('An key', 'A key') : `The ${kind} ${name}`;
          yield {
            path,
            message: `${what} uses ${table.name}.${gone}, and ${table.name} has no such column. Add the column, or remove it from the ${kind}.`,
          };
        }
    },
  },
  {
    ...DATABASE,
    id: 'db/duplicate-index',
    severity: 'warning',
    reason: 'A second index on the same columns costs time and space without a benefit.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value)) {
        const own = table.indexes.filter(({ kind, content }) => kind === 'index' && content !== '');
        for (const { path, columns, content } of repeated(own, (one) => one.content))
          yield {
            path,
            message: `${table.name} has two indexes on ${columns.join(', ') || content}. Remove one of them.`,
          };
      }
    },
  },
  {
    ...DATABASE,
    id: 'db/query-index',
    reason: 'A query that relies on an index is slow without it.',
    find: missingIndexes,
  },
];

function* missingIndexes({ contract }: RuleInput): Generator<Found> {
  const tables = tablesOf(contract.value);
  if (tables.length === 0) return;
  for (const query of named(at(contract.value, 'queries'), 'queries')) {
    const key = USED.find((one) => at(query.value, one) !== undefined) ?? '';
    const used = either(query.value, USED);
    const list =
      typeof used === 'string'
        ? [{ path: `${query.path}.${key}`, value: used }]
        : entriesOf(used, `${query.path}.${key}`);
    for (const { path, value } of list) {
      const text = textOf(value);
      const problem = text === null ? null : problemOf(text, tables);
      if (problem !== null)
        yield {
          path,
          message: `The query ${query.name} uses ${problem}. Add it, or correct the query.`,
        };
    }
  }
}

/** What is missing, for the message. Null for a known index, column or key, and for prose. */
function problemOf(text: string, tables: readonly Table[]): string | null {
  const plain = unquoted(text).replace(/\s+\(.*\)$/s, '');
  if (plain.includes('(')) {
    const to = parseReference(plain);
    const table = to && tableNamed(tables, to.table, to.schema);
    const gone = table && to && missingColumn(table, to.columns);
    return gone === undefined || gone === null
      ? null
      : `${table?.name}.${gone}, and there is no such column`;
  }
  if (!/^[\w$-]+(?:\.[\w$-]+){0,2}$/.test(plain)) return null;
  const [name = '', table, schema = null] = plain.split('.').toReversed();
  if (table === undefined)
    return isKnown(name, tables) ? null : `the index ${name}, which no table has`;
  const owner = tableNamed(tables, table, schema);
  if (!owner) return `the table ${table}, which is not in the database`;
  return owner.isOpen || columnNamed(owner, name) || isKnown(name, tables)
    ? null
    : `${table}.${name}, which is neither an index nor a column of ${table}`;
}

/** If any table has an unnamed index, an unknown name may belong to it. */
function isKnown(name: string, tables: readonly Table[]): boolean {
  const { names, areAllNamed } = namesIn(tables);
  const isBuiltIn = BUILT_IN.test(name) || /^(?:uq|uk|unique)_/i.test(name);
  return isBuiltIn || !areAllNamed || names.has(name.toLowerCase());
}

/** Lower-case names of all indexes and columns. */
const namesIn = remembered((all) => {
  const tables = all as readonly Table[];
  const indexes = tables.flatMap((table) => table.indexes);
  const columns = tables.flatMap((table) => table.columns);
  const names = [...indexes, ...columns].flatMap(({ name }) => name?.toLowerCase() ?? []);
  const areAllNamed =
    indexes.some(({ kind }) => kind === 'index') &&
    indexes.every(({ name, kind }) => name !== null || kind === 'key');
  return { names: new Set(names), areAllNamed };
});
