/** A reference to a table or its columns; no columns if only the table is named. */
export interface Reference {
  readonly schema: string | null;
  readonly table: string;
  readonly columns: readonly string[];
  /** Whether `a.b` may be either table.column or schema.table. */
  readonly ambiguous: boolean;
}

const NAME = '[\\w$-]+';
/** `users`, `users.id`, `auth.users.id`, `users(id, tenant)`, followed by optional SQL clauses. */
const REFERENCE = new RegExp(
  `^(${NAME}(?:\\.${NAME}){0,2})\\s*(?:\\(\\s*([^()]*?)\\s*\\))?\\s*` +
    '(?:(?:on\\s+(?:delete|update)|match|not\\s+deferrable|deferrable|initially)\\b.*)?$',
  'is',
);

/** Removes the quotes of any SQL dialect. */
export function unquoted(name: string): string {
  return name.trim().replace(/["'`[\]]/g, '');
}

/** Parses the target of a foreign key; null if the text is not one. */
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

/** Whether two names are equal to a database, which ignores case. */
export function isSameName(one: string, other: string): boolean {
  return unquoted(one).toLowerCase() === unquoted(other).toLowerCase();
}

/** Removes differences in naming conventions: `userId` equals `user_id`. */
export function folded(name: string): string {
  return unquoted(name).replace(/[_-]/g, '').toLowerCase();
}

/** Splits at commas outside of parentheses and quotes. */
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
