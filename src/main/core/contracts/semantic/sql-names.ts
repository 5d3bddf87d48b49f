/** A table, and columns of it; none where only the table is named. */
export interface Reference {
  readonly schema: string | null;
  readonly table: string;
  readonly columns: readonly string[];
  /** `a.b` may be a column of a table as well as a table of a schema. */
  readonly ambiguous: boolean;
}

const NAME = '[\\w$-]+';
/** `users`, `users.id`, `auth.users.id`, `users(id, tenant)`, with what SQL says behind it. */
const REFERENCE = new RegExp(
  `^(${NAME}(?:\\.${NAME}){0,2})\\s*(?:\\(\\s*([^()]*?)\\s*\\))?\\s*` +
    '(?:(?:on\\s+(?:delete|update)|match|not\\s+deferrable|deferrable|initially)\\b.*)?$',
  'is',
);

/** Without the quotes of any dialect. */
export function unquoted(name: string): string {
  return name.trim().replace(/["'`[\]]/g, '');
}

/** What a foreign key leads to; null where a text is no such thing. */
export function parseReference(text: string): Reference | null {
  const plain = unquoted(text)
    .replace(/^(?:references\s+|[<>-]+\s*)/i, '')
    .replace(/\s*->\s*|::/g, '.')
    .replace(/\s*\((?:fk|pk|foreign key|primary key|cascade|nullable|optional)\)$/i, '');
  const [, path, inBrackets] = REFERENCE.exec(plain) ?? [];
  if (path === undefined) return null;
  const parts = path.split('.');
  const listed = inBrackets?.split(',').map((one) => one.trim()) ?? [];
  const columns = listed.filter((one) => one !== '');
  const [first = '', second, third] = parts;
  if (columns.length > 0 || second === undefined) {
    const [table = '', schema = null] = parts.toReversed();
    return { schema, table, columns, ambiguous: false };
  }
  if (third !== undefined)
    return { schema: first, table: second, columns: [third], ambiguous: false };
  return { schema: null, table: first, columns: [second], ambiguous: true };
}

/** Whether two names are one to a database, which does not tell large from small letters. */
export function isSameName(one: string, other: string): boolean {
  return unquoted(one).toLowerCase() === unquoted(other).toLowerCase();
}

/** A name without what conventions change: `userId` is `user_id`. */
export function folded(name: string): string {
  return unquoted(name).replace(/[_-]/g, '').toLowerCase();
}

/** The parts of a list between commas that stand in no brackets and no quotes. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign !== ',' || depth > 0) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)].map((one) => one.trim()).filter((one) => one !== '');
}
