import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { type Column, type Reference, type Table, tablesOf } from './tables.ts';
import { at, named, textOf } from './values.ts';

const DATABASE = { topics: ['database'], severity: 'error' } as const;

export const DATABASE_RULES: readonly SemanticRule[] = [
  {
    ...DATABASE,
    id: 'db/duplicate-column',
    reason: 'A table cannot have two columns of one name.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value))
        for (const column of repeated(table.columns, ({ name }) => name))
          yield found(column, `The column ${column.name} of ${table.name} is there twice.`);
    },
  },
  {
    ...DATABASE,
    id: 'db/duplicate-table',
    reason: 'A database cannot have two tables of one name.',
    *find({ contract }) {
      for (const table of repeated(tablesOf(contract.value), ({ name }) => name.toLowerCase()))
        yield found(table, `The table ${table.name} is there twice.`);
    },
  },
  {
    ...DATABASE,
    id: 'db/foreign-key-table',
    reason: 'A foreign key must lead to a table that exists.',
    *find({ contract }) {
      for (const { key, target } of foreignKeys(contract.value))
        if (!target)
          yield found(key, `The foreign key leads to ${key.to.table}, which is no table.`);
    },
  },
  {
    ...DATABASE,
    id: 'db/foreign-key-column',
    reason: 'A foreign key must lead to columns that exist.',
    *find({ contract }) {
      for (const { key, target, table } of foreignKeys(contract.value)) {
        const gone = target ? missing(target, key.to.columns) : undefined;
        if (gone !== undefined)
          yield found(key, `The foreign key leads to ${key.to.table}.${gone}, which is no column.`);
        const own = missing(table, key.columns);
        if (own !== undefined)
          yield found(key, `The foreign key is of ${table.name}.${own}, which is no column.`);
      }
    },
  },
  {
    ...DATABASE,
    id: 'db/foreign-key-type',
    reason: 'A foreign key and what it leads to must have one type.',
    *find({ contract }) {
      for (const { key, table, target } of foreignKeys(contract.value)) {
        const [own, other] = [
          column(table, key.columns[0]),
          target && column(target, key.to.columns[0]),
        ];
        if (!own?.type || !other?.type || typeName(own.type) === typeName(other.type)) continue;
        const words = `${table.name}.${own.name} is ${own.type}, ${key.to.table}.${other.name} is ${other.type}`;
        yield found(key, `The foreign key joins two types: ${words}.`);
      }
    },
  },
  {
    ...DATABASE,
    id: 'db/index-column',
    reason: 'An index or key must be of columns that exist.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value))
        for (const index of table.indexes) {
          const gone = table.columns.length > 0 ? missing(table, index.columns) : undefined;
          if (gone !== undefined)
            yield found(index, `It names ${table.name}.${gone}, which is no column.`);
        }
    },
  },
  {
    ...DATABASE,
    id: 'db/duplicate-index',
    severity: 'warning',
    reason: 'Two indexes of the same columns cost twice and help once.',
    *find({ contract }) {
      for (const table of tablesOf(contract.value)) {
        const own = table.indexes.filter(({ path }) => /\.ind(?:exes|ices)\b/.test(path));
        for (const index of repeated(own, ({ columns }) => columns.join()))
          yield found(index, `${table.name} has an index of ${index.columns.join(', ')} already.`);
      }
    },
  },
  {
    ...DATABASE,
    id: 'db/migration-id',
    reason: 'Two migrations of one id run in no certain order, or one of them never.',
    *find({ contract }) {
      const all = at(contract.value, 'migrations');
      const list = Array.isArray(all) ? all : named(all, '').map(({ value }) => value);
      const ids = list.flatMap((one, index) => {
        const id = textOf(at(one, 'id')) ?? textOf(at(one, 'version')) ?? textOf(one);
        return id === null ? [] : [{ id, path: `migrations[${index}]` }];
      });
      for (const one of repeated(ids, ({ id }) => id))
        yield found(one, `The migration ${one.id} is there twice.`);
    },
  },
  {
    ...DATABASE,
    id: 'db/column-changed-by-both',
    reason:
      'Both sides changed what may be stored in one column; nobody has seen the two together.',
    find: columnsChangedByBoth,
  },
];

/** One side changed the type and the other one whether it may be empty, say: no line and no value is in conflict. */
function* columnsChangedByBoth(input: RuleInput): Generator<Found> {
  const { contract, sides } = input;
  if (!sides) return;
  // Reading the version before takes as long as reading this one.
  const { before } = input;
  if (before === undefined) return;
  const [base, ours, theirs] = [before, sides.ours, sides.theirs].map(columnsByPath);
  for (const [path, now] of columnsByPath(contract.value)) {
    const [old, own, other] = [base?.get(path), ours?.get(path), theirs?.get(path)];
    if (!old || !own || !other) continue;
    if (isSame(old, own) || isSame(old, other) || isSame(own, other)) continue;
    yield found(now, `Both sides changed the type of ${now.name} or whether it may be empty.`);
  }
}

function columnsByPath(value: unknown): ReadonlyMap<string, Column> {
  const all = tablesOf(value).flatMap((table) => table.columns);
  return new Map(all.map((one) => [one.path, one]));
}

function isSame(one: Column, other: Column): boolean {
  return one.type === other.type && one.nullable === other.nullable;
}

function foreignKeys(value: unknown) {
  const tables = tablesOf(value);
  const target = ({ table }: Reference) => tables.find(({ name }) => name === table);
  return tables.flatMap((table) =>
    table.foreignKeys.map((key) => ({ key, table, target: target(key.to) })),
  );
}

function column(table: Table, name: string | undefined): Column | undefined {
  return table.columns.find((one) => one.name === name);
}

function missing(table: Table, names: readonly string[]): string | undefined {
  return names.find((name) => !column(table, name));
}

/** Serial numbers are integers to what refers to them; sizes and spelling make no other type. */
function typeName(type: string): string {
  const plain = type.toLowerCase().replace(/\(.*\)|\s+.*$/g, '');
  const same: Readonly<Record<string, string>> = {
    serial: 'integer',
    int: 'integer',
    int4: 'integer',
    bigserial: 'bigint',
    int8: 'bigint',
    varchar: 'text',
    string: 'text',
    bool: 'boolean',
  };
  return same[plain] ?? plain;
}

function* repeated<Item>(items: readonly Item[], key: (item: Item) => string): Generator<Item> {
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(key(item))) yield item;
    seen.add(key(item));
  }
}

function found({ path }: { readonly path: string }, message: string): Found {
  return { path, message };
}
