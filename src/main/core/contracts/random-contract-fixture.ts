/** Random contracts for tests, the same on every machine: tables with columns, in YAML with comments. */
type Random = (below: number) => number;

interface Column {
  /** Identity that survives renames. */
  readonly id: string;
  readonly comment: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

interface Table {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A contract as a model, so that it can be changed without any parser. */
export interface Model {
  readonly tables: readonly Table[];
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

/**
 * A random contract of about 10 to 70 lines. Every column has a unique note, so that it can be recognised under another
 * name.
 */
export function randomModel(random: Random): Model {
  const tables = Array.from({ length: 1 + random(TABLES) }, (_, table): Table => {
    const columns = Array.from({ length: 1 + random(COLUMNS) }, (__, index) => {
      const name = `column${index}`;
      const comment = random(3) === 0 ? `about ${table}.${index}` : null;
      return {
        id: name,
        comment,
        fields: { name, type: pick(TYPES, random), note: `n${table}${index}` },
      };
    });
    return { id: `table${table}`, name: `table${table}`, columns };
  });
  return { tables, tags: ['one', 'two', 'three'].slice(random(3)), crlf: random(5) === 0 };
}

/**
 * Applies one to four edits to a contract. `side` is part of added names, so that comments show their origin. A renamed
 * entry has no other edit of that side, so that its unchanged contents identify it.
 */
export function edited(model: Model, random: Random, side: string): Model {
  let { tables, tags } = model;
  for (let left = 1 + random(4); left > 0; left -= 1) {
    const table = pick(tables, random);
    if (isRenamed(table)) continue;
    const others = tables.filter((one) => one !== table);
    const { columns } = table;
    const at = random(columns.length);
    const put = (fresh: readonly Column[]) => {
      tables = tables.with(tables.indexOf(table), { ...table, columns: fresh });
    };
    const kind = random(13);
    if (kind < 4) put(replaced(columns, at, random));
    else if (kind < 6) {
      const name = `new${random(4)}`;
      const fresh = { id: name, comment: `${side} ${left}`, fields: { name, type: 'int' } };
      if (!columns.some(({ id }) => id === name)) put(columns.toSpliced(at + 1, 0, fresh));
    } else if (kind < 7) {
      if (columns.length > 1) put(columns.toSpliced(at, 1));
    } else if (kind < 8) {
      const name = `new${random(3)}`;
      const [first] = columns;
      const column = first && {
        ...first,
        id: 'first',
        fields: { ...first.fields, name: 'first', note: 'new' },
      };
      if (column && !tables.some(({ id }) => id === name))
        tables = [...tables, { id: name, name, columns: [column] }];
    } else if (kind < 9) {
      if (others.length > 0) tables = others;
    } else if (kind < 10) {
      if (model.tables.includes(table)) {
        const name = `renamed${table.id}${pick(['x', 'y'], random)}`;
        tables = tables.with(tables.indexOf(table), { ...table, name });
      }
    } else if (kind < 11) put(renamedAt(columns, at, { known: model, random }));
    else if (kind < 12) put([...columns.slice(1), ...columns.slice(0, 1)]);
    else tags = [...new Set([...tags, `tag${random(4)}`])];
  }
  return { ...model, tables, tags };
}

function isRenamed({ id, name }: Table): boolean {
  return id !== name;
}

function renamedAt(
  columns: readonly Column[],
  at: number,
  { known, random }: { readonly known: Model; readonly random: Random },
): readonly Column[] {
  const column = columns[at];
  if (!column || !known.tables.some((table) => table.columns.includes(column))) return columns;
  const name = `renamed${column.id}${pick(['x', 'y'], random)}`;
  return columns.with(at, { ...column, fields: { ...column.fields, name } });
}

/** The only correct clean merge; null if both sides changed one place differently. */
export function mergedModel(base: Model, ours: Model, theirs: Model): Model | null {
  const [b, o, t] = [base, ours, theirs].map(factsOf) as [Facts, Facts, Facts];
  const merged = new Map<string, string>();
  for (const key of new Set([...b.keys(), ...o.keys(), ...t.keys()])) {
    const [before, own, other] = [b.get(key), o.get(key), t.get(key)];
    if (own !== before && other !== before && own !== other) return null;
    const value = own === before ? other : own;
    if (value !== undefined) merged.set(key, value);
  }
  return modelOf(merged, base.crlf);
}

type Facts = ReadonlyMap<string, string>;

/** Single facts by id, including names. */
function factsOf({ tables, tags }: Model): Facts {
  const facts = new Map<string, string>();
  for (const { id, name, columns } of tables) {
    facts.set(`table ${id}`, name);
    for (const column of columns)
      for (const [field, value] of Object.entries(column.fields))
        facts.set(`field ${id} ${column.id} ${field}`, value);
  }
  for (const tag of tags) facts.set(`tag ${tag}`, tag);
  return facts;
}

function modelOf(facts: Facts, crlf: boolean): Model {
  const tables = new Map<string, { id: string; name: string; columns: Column[] }>();
  const tags: string[] = [];
  for (const [key, value] of facts) {
    const [kind, id = '', column = '', field = ''] = key.split(' ');
    if (kind === 'tag') tags.push(value);
    if (kind === 'table') tables.set(id, { id, name: value, columns: [] });
    const table = tables.get(id);
    if (kind !== 'field' || !table) continue;
    const at = table.columns.findIndex((one) => one.id === column);
    const known = table.columns[at] ?? { id: column, comment: null, fields: {} };
    const fresh = { ...known, fields: { ...known.fields, [field]: value } };
    if (at >= 0) table.columns[at] = fresh;
    else table.columns.push(fresh);
  }
  return { tables: [...tables.values()], tags, crlf };
}

function replaced(columns: readonly Column[], at: number, random: Random): readonly Column[] {
  const column = columns[at];
  if (!column) return columns;
  const field = pick(['type', 'note'], random);
  if (column.fields['name'] !== column.id) return columns;
  const fields = { ...column.fields, [field]: `${pick(TYPES, random)}` };
  return columns.with(at, { ...column, fields });
}

/** The contract as text. */
export function modelText(model: Model): string {
  const lines = ['# the contract', '', 'version: 1', 'tables:'];
  for (const { name, columns } of model.tables)
    lines.push(`  ${name}:`, '    columns:', ...columns.flatMap(columnLines));
  lines.push('tags:', ...model.tags.map((tag) => `  - ${tag}`), '');
  return lines.join(model.crlf ? '\r\n' : '\n');
}

/** Source of every column that is equal in all models. */
export function sharedSources(models: readonly Model[]): string[] {
  const [first, ...others] = models.map((model) => {
    const columns = model.tables.flatMap((table) =>
      table.columns.map((column) => {
        const source = columnLines(column).join(model.crlf ? '\r\n' : '\n');
        return [`${table.id}.${column.id}`, source] as const;
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
