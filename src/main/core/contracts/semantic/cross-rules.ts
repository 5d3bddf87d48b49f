import type { SemanticRule } from './rule.ts';
import { type Table, tablesOf } from './tables.ts';
import { at, isRecord, textOf, walk } from './values.ts';

const KEYS = new Set(['column', 'x-column', 'x-db-column', 'dbColumn']);
const TABLE_KEYS = ['table', 'x-table', 'x-db-table', 'dbTable'];

export const CROSS_RULES: readonly SemanticRule[] = [
  {
    id: 'cross/missing-column',
    topics: ['api', 'schema'],
    severity: 'error',
    reason: 'What an API hands out must still be in the database.',
    *find({ contract, others }) {
      const tables = others
        .filter(({ topic }) => topic === 'database')
        .flatMap(({ value }) => tablesOf(value));
      if (tables.length === 0) return;
      const holders = new Map<string, string>();
      for (const { path, key, value } of walk(contract.value)) {
        const own = isRecord(value)
          ? TABLE_KEYS.flatMap((name) => textOf(at(value, name)) ?? [])[0]
          : undefined;
        if (own !== undefined) holders.set(path, own);
        const text = KEYS.has(key) ? textOf(value) : null;
        const problem =
          text !== null
            ? columnProblem(tables, text, holderOf(holders, path))
            : own !== undefined && !tables.some(({ name }) => name === own)
              ? `It names the table ${own}, which is not in the database.`
              : null;
        if (problem) yield { path, message: problem };
      }
    },
  },
];

/** The table that is named at the nearest place around a path. */
function holderOf(holders: ReadonlyMap<string, string>, path: string): string | null {
  const around = [...holders.keys()].filter((place) => path.startsWith(`${place}.`));
  const nearest = around.sort((a, b) => b.length - a.length)[0];
  return nearest === undefined ? null : (holders.get(nearest) ?? null);
}

function columnProblem(
  tables: readonly Table[],
  text: string,
  holder: string | null,
): string | null {
  const dot = text.indexOf('.');
  const [name, column] = dot < 0 ? [holder, text] : [text.slice(0, dot), text.slice(dot + 1)];
  if (name === null) return null;
  const table = tables.find((one) => one.name === name);
  if (!table) return `It names ${name}.${column}, and the database has no table ${name}.`;
  if (table.columns.some((one) => one.name === column)) return null;
  return `It names ${name}.${column}, which the database has not.`;
}
