/** Random contracts for tests, the same on every machine: tables with columns, in YAML with comments. */
type Random = (below: number) => number;

interface Column {
  readonly comment: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** A contract as a model, so that it can be changed without any parser. */
export interface Model {
  readonly tables: Readonly<Record<string, readonly Column[]>>;
  readonly tags: readonly string[];
  readonly crlf: boolean;
}

const TYPES = [
  'int',
  'text',
  '"quoted"',
  "'single'",
  '12345678901234567890',
  '{ of: int, size: 3 }',
];
const TABLES = 5;
const COLUMNS = 4;

/** A contract of about 10 to 70 lines. */
export function randomModel(random: Random): Model {
  const tables: Record<string, readonly Column[]> = {};
  for (let table = 1 + random(TABLES); table > 0; table -= 1)
    tables[`table${table}`] = Array.from({ length: 1 + random(COLUMNS) }, (_, index) => ({
      comment: random(3) === 0 ? `about ${table}.${index}` : null,
      fields: { name: `column${index}`, type: pick(TYPES, random), note: `n${random(3)}` },
    }));
  return { tables, tags: ['one', 'two', 'three'].slice(random(3)), crlf: random(5) === 0 };
}

/** The contract after one to four edits. `side` names what is added, so that comments tell where they are from. */
export function edited(model: Model, random: Random, side: string): Model {
  let { tables, tags } = model;
  for (let left = 1 + random(4); left > 0; left -= 1) {
    const name = pick(Object.keys(tables), random);
    const columns = tables[name] ?? [];
    const at = random(columns.length);
    const kind = random(10);
    if (kind < 4) tables = { ...tables, [name]: replaced(columns, at, random) };
    else if (kind < 6) {
      const fresh = {
        comment: `${side} ${left}`,
        fields: { name: `new${random(4)}`, type: 'int' },
      };
      if (!columns.some((column) => column.fields['name'] === fresh.fields.name))
        tables = { ...tables, [name]: columns.toSpliced(at + 1, 0, fresh) };
    } else if (kind < 7) {
      if (columns.length > 1) tables = { ...tables, [name]: columns.toSpliced(at, 1) };
    } else if (kind < 8) tables = { ...tables, [`new${random(3)}`]: columns.slice(0, 1) };
    else if (kind < 9) {
      const { [name]: gone, ...rest } = tables;
      if (gone && Object.keys(rest).length > 0) tables = rest;
    } else tags = [...new Set([...tags, `tag${random(4)}`])];
  }
  return { ...model, tables, tags };
}

function replaced(columns: readonly Column[], at: number, random: Random): readonly Column[] {
  const column = columns[at];
  if (!column) return columns;
  const field = pick(['type', 'note'], random);
  const fields = { ...column.fields, [field]: `${pick(TYPES, random)}` };
  return columns.with(at, { ...column, fields });
}

/** The contract as text. */
export function modelText(model: Model): string {
  const lines = ['# the contract', '', 'version: 1', 'tables:'];
  for (const [name, columns] of Object.entries(model.tables))
    lines.push(`  ${name}:`, '    columns:', ...columns.flatMap(columnLines));
  lines.push('tags:', ...model.tags.map((tag) => `  - ${tag}`), '');
  return lines.join(model.crlf ? '\r\n' : '\n');
}

/** The source of every column that all models have alike. */
export function sharedSources(models: readonly Model[]): string[] {
  const [first, ...others] = models.map((model) => {
    const columns = Object.entries(model.tables).flatMap(([table, all]) =>
      all.map((column) => {
        const source = columnLines(column).join(model.crlf ? '\r\n' : '\n');
        return [`${table}.${column.fields['name']}`, source] as const;
      }),
    );
    return new Map(columns);
  });
  const shared = [...(first ?? [])].filter(([path, source]) =>
    others.every((other) => other.get(path) === source),
  );
  return shared.map(([, source]) => source);
}

function columnLines({ comment, fields }: Column): string[] {
  const lines = Object.entries(fields).map(
    ([key, value], index) => `      ${index === 0 ? '-' : ' '} ${key}: ${value}`,
  );
  return comment ? [`      # ${comment}`, ...lines] : lines;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}
