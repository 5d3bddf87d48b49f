import { repeated } from './repeated.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { folded } from './sql-names.ts';
import { type Table, tablesOf } from './tables.ts';
import { at, entriesOf, named, textOf } from './values.ts';

const DATABASE = { topics: ['database'], severity: 'error' } as const;

/** Rules about names and ids that must be unique in a database. */
export const TABLE_RULES: readonly SemanticRule[] = [
  {
    ...DATABASE,
    id: 'db/duplicate-column',
    reason: 'A table cannot have two columns with the same name.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value))
        for (const { path, name } of repeated(table.columns, ({ name }) => name.toLowerCase()))
          yield {
            path,
            message: `The column ${name} is defined twice in the table ${table.name}. Keep one of the two, or rename one.`,
          };
    },
  },
  {
    ...DATABASE,
    id: 'db/duplicate-table',
    reason: 'A database cannot have two tables with the same name.',
    *find({ contract }) {
      for (const { path, name } of repeated(tablesOf(contract.value), keyOf))
        yield {
          path,
          message: `The table ${name} is defined twice. Keep one of the two, or rename one.`,
        };
    },
  },
  {
    ...DATABASE,
    id: 'db/migration-id',
    reason: 'Two migrations with the same id run in an undefined order, or one of them never runs.',
    find: migrationsTwice,
  },
];

function keyOf({ schema, name }: Table): string {
  return `${schema === null ? '' : folded(schema)}.${name.toLowerCase()}`;
}

function* migrationsTwice({ contract }: RuleInput): Generator<Found> {
  const all = at(contract.value, 'migrations');
  const list = Array.isArray(all)
    ? all.map((value: unknown, index) => ({ path: `migrations[${index}]`, value }))
    : named(all, 'migrations');
  const ids = list.flatMap(({ path, value }) => {
    const id = ['id', 'version', 'timestamp'].map((key) => textOf(at(value, key))).find(Boolean);
    const known = id ?? (entriesOf(value, '').length === 0 ? textOf(value) : null);
    return known === null || known === undefined ? [] : [{ id: known, path }];
  });
  for (const { id, path } of repeated(ids, (one) => one.id))
    yield {
      path,
      message: `The migration id ${id} is used twice. Give one of the two migrations another id.`,
    };
}
