import type { SemanticRule } from './rule.ts';
import { parseReference } from './sql-names.ts';
import { missingColumn, type Table, tableNamed, tablesOf } from './tables.ts';
import { at, isRecord, SAMPLES, textOf, walk } from './values.ts';

const KEYS = new Set(['column', 'x-column', 'x-db-column', 'dbColumn']);
const SKIPPED = new Set([...SAMPLES, 'examples']);
const REMEDY = 'Correct the name, or add it to the database contract.';
const TABLE_KEYS = ['table', 'x-table', 'x-db-table', 'dbTable'];

export const CROSS_RULES: readonly SemanticRule[] = [
  {
    id: 'cross/missing-column',
    topics: ['api', 'schema'],
    severity: 'error',
    reason: 'Columns that an API exposes must exist in the database.',
    *find({ contract, others }) {
      const databases = others.filter(({ topic }) => topic === 'database');
      const tables = databases.flatMap(({ value }) => tablesOf(value));
      // Without every database contract, missing columns cannot be determined.
      if (tables.length === 0 || databases.some(({ value }) => value === undefined)) return;
      const holders = new Map<string, string>();
      for (const { path, key, value } of walk(contract.value, '', SKIPPED)) {
        const own = isRecord(value)
          ? TABLE_KEYS.flatMap((name) => textOf(at(value, name)) ?? [])[0]
          : undefined;
        if (own !== undefined) holders.set(path, own);
        const text = KEYS.has(key) ? textOf(value) : null;
        const problem =
          text !== null
            ? columnProblem(tables, text, holderOf(holders, path))
            : own !== undefined && isMissing(tables, own)
              ? `It names the table ${own}, which is not in the database. ${REMEDY}`
              : null;
        if (problem) yield { path, message: problem };
      }
    },
  },
];

/** The table named by the closest enclosing value. */
function holderOf(holders: ReadonlyMap<string, string>, path: string): string | null {
  const around = [...holders.keys()].filter((place) => path.startsWith(`${place}.`));
  const nearest = around.sort((a, b) => b.length - a.length)[0];
  return nearest === undefined ? null : (holders.get(nearest) ?? null);
}

function isMissing(tables: readonly Table[], name: string): boolean {
  const [table = '', schema = null] = name.split('.').toReversed();
  return parseReference(name) !== null && tableNamed(tables, table, schema) === undefined;
}

function columnProblem(
  tables: readonly Table[],
  text: string,
  holder: string | null,
): string | null {
  const [column = '', own, schema = null] = text.split('.').toReversed();
  const name = own ?? holder;
  if (name === null || parseReference(text) === null) return null;
  const [plain = '', around = schema] = name.split('.').toReversed();
  const table = tableNamed(tables, plain, around);
  if (!table) return `It names ${name}.${column}, and the database has no table ${name}. ${REMEDY}`;
  if (missingColumn(table, [column]) === undefined) return null;
  return `It names the column ${name}.${column}, which is not in the database. ${REMEDY}`;
}
