import type { Column } from './columns.ts';
import type { Found, RuleInput, SemanticRule } from './rule.ts';
import { type Allowed, allowedBy } from './sql-checks.ts';
import { type Table, tablesOf } from './tables.ts';
import { either } from './values.ts';

const DATABASE = { topics: ['database'], severity: 'error' } as const;

export const COLUMN_RULES: readonly SemanticRule[] = [
  {
    ...DATABASE,
    id: 'db/default-check',
    reason: 'Inserting a row fails if the check of its column rejects a default.',
    find: refusedDefaults,
  },
  {
    ...DATABASE,
    id: 'db/new-required-column',
    severity: 'warning',
    reason: 'Existing rows have no value for a new column that must not be null.',
    find: newRequiredColumns,
  },
  {
    ...DATABASE,
    id: 'db/column-changed-by-both',
    reason:
      'Both sides changed which values one column accepts, and nobody has checked the combination.',
    find: columnsChangedByBoth,
  },
];

function* refusedDefaults({ contract }: RuleInput): Generator<Found> {
  for (const table of tablesOf(contract.value))
    for (const column of table.columns) {
      if (column.default === null) continue;
      const refused = allowedBy(column, table, contract.value).find(
        (allowed: Allowed) => !allowed.holds(column.default ?? ''),
      );
      if (refused)
        yield {
          path: column.path,
          message: `The default ${column.default} of ${table.name}.${column.name} is not allowed by its check (${refused.shown}). Change the default or the check.`,
        };
    }
}

function* newRequiredColumns({ contract, before }: RuleInput): Generator<Found> {
  if (before === undefined) return;
  const earlier = new Map(tablesOf(before).map((table) => [table.path, table]));
  for (const table of tablesOf(contract.value)) {
    const old = earlier.get(table.path);
    if (!old || old.isOpen) continue;
    for (const column of table.columns) {
      if (column.nullable !== false || isFilled(column)) continue;
      const known = old.columns.find(({ path }) => path === column.path);
      if (known ? known.nullable === false || known.isKey : isRenamed(column, table, old)) continue;
      const what = known ? 'is no longer nullable' : 'is new, not nullable';
      yield {
        path: column.path,
        message: `The column ${table.name}.${column.name} ${what} and has no default, so existing rows have no value for it. Add a default, allow null, or fill the rows first.`,
      };
    }
  }
}

function isFilled(column: Column): boolean {
  return column.default !== null || column.isGenerated || column.isKey;
}

/** Whether another column with the same type and nullability was removed. */
function isRenamed(column: Column, table: Table, old: Table): boolean {
  return old.columns.some(
    (one) =>
      isSame(one, column) &&
      table.columns.every(({ path }) => path !== one.path) &&
      either(one.value, ['references']) === either(column.value, ['references']),
  );
}

/**
 * Finds columns in which the sides changed different properties, for example one the type and one the nullability: no
 * line and no value conflicts.
 */
function* columnsChangedByBoth(input: RuleInput): Generator<Found> {
  const { contract, sides } = input;
  if (!sides) return;
  const { before } = input;
  if (before === undefined) return;
  const [base, ours, theirs] = [before, sides.ours, sides.theirs].map(columnsByPath);
  for (const [path, now] of columnsByPath(contract.value)) {
    const [old, own, other] = [base?.get(path), ours?.get(path), theirs?.get(path)];
    if (!old || !own || !other) continue;
    if (isSame(old, own) || isSame(old, other) || isSame(own, other)) continue;
    yield {
      path: now.path,
      message: `Both sides changed the type of the column ${now.name}, or its nullability. Check that both changes fit together.`,
    };
  }
}

function columnsByPath(value: unknown): ReadonlyMap<string, Column> {
  const all = tablesOf(value).flatMap((table) => table.columns);
  return new Map(all.map((one) => [one.path, one]));
}

function isSame(one: Column, other: Column): boolean {
  return one.type === other.type && one.nullable === other.nullable;
}
