import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { typeFamily } from './sql-types.ts';
import { columnNamed, missingColumn, type Table, tablesOf, targetOf } from './tables.ts';

const DATABASE = { topics: ['database'], severity: 'error' } as const;

export const FOREIGN_KEY_RULES: readonly SemanticRule[] = [
  {
    ...DATABASE,
    id: 'db/foreign-key-table',
    reason: 'A foreign key must refer to an existing table.',
    *find({ contract }) {
      for (const { key, to } of foreignKeys(contract.value))
        if (!to.table)
          yield {
            path: key.path,
            message: `The foreign key refers to ${to.shown}, a table that is not in the database. Define that table, or correct the reference.`,
          };
    },
  },
  {
    ...DATABASE,
    id: 'db/foreign-key-column',
    reason: 'A foreign key must refer to existing columns.',
    *find({ contract }) {
      for (const { key, table, to } of foreignKeys(contract.value)) {
        const gone = to.table && missingColumn(to.table, to.columns);
        if (gone !== undefined)
          yield {
            path: key.path,
            message: `The foreign key refers to ${to.shown}.${gone}, and ${to.shown} has no such column. Add the column, or correct the reference.`,
          };
        const own = missingColumn(table, key.columns);
        if (own !== undefined)
          yield {
            path: key.path,
            message: `The foreign key uses ${table.name}.${own}, and ${table.name} has no such column. Add the column, or correct the foreign key.`,
          };
      }
    },
  },
  {
    ...DATABASE,
    id: 'db/foreign-key-type',
    reason: 'A foreign key and its target must have the same type.',
    find: typesApart,
  },
];

function* typesApart({ contract }: RuleInput): Generator<Found> {
  for (const { key, table, to } of foreignKeys(contract.value)) {
    const target = to.table;
    if (!target) continue;
    const columns = to.columns.length > 0 ? to.columns : primaryKeyOf(target);
    for (const [index, name] of key.columns.entries()) {
      const [own, other] = [columnNamed(table, name), columnNamed(target, columns[index])];
      if (!own?.type || !other?.type) continue;
      const families = [typeFamily(own.type), typeFamily(other.type)];
      if (families.includes(null) || families[0] === families[1]) continue;
      yield {
        path: key.path,
        message: `The foreign key joins different types: ${table.name}.${own.name} is ${own.type}, ${to.shown}.${other.name} is ${other.type}. Give both the same type.`,
      };
    }
  }
}

/** The primary key if it is a single column; with several, the referenced one is ambiguous. */
function primaryKeyOf(table: Table): readonly string[] {
  const keys = table.columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  return keys.length === 1 ? keys : [];
}

function foreignKeys(value: unknown) {
  const tables = tablesOf(value);
  return tables.flatMap((table) =>
    table.foreignKeys.map((key) => ({ key, table, to: targetOf(tables, key.to) })),
  );
}
