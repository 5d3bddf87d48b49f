/**
 * Cuts a block map of YAML into its entries by their source, and lists of maps in it into their items, without parsing:
 * what is the same in all versions of a contract need not be parsed to be merged. Sound, not complete: where in doubt
 * there is no cut, and the parser decides.
 */

/** One entry of a map or item of a list, with everything up to the next one. */
export interface Chunk {
  /** The key as it is written; of an item, those of its entries that take one line each: they tell it from others. */
  readonly key: string;
  /** Offset of the key, or of the dash. */
  readonly start: number;
  /** Behind its last line that says something; comments and blank lines before the next entry are outside. */
  readonly end: number;
  /** Columns before the key or the dash. */
  readonly indent: number;
  /** Entries inside, when its value is a block map that can be cut too. */
  readonly inner: readonly Chunk[] | null;
  /** Items inside, when its value is a list of block maps that can be cut too. */
  readonly items: readonly Chunk[] | null;
  /** Whether its value is a map or a list for certain, cut or not. */
  readonly isCollection: boolean;
  /** Its source, `start` to `end`. */
  readonly source: string;
}

/** Deeper cuts gain little: by then a changed part is small. */
const DEEPEST_CUT = 4;
/** A plain or quoted key, a colon, and then nothing or a blank. */
const KEY = /^(?:[A-Za-z0-9_$/][^\s:#"']*|"[^"\\\n]*"|'[^'\n]*'):(?=\s|$)/;
/** Names, aliases, tags, merge keys, several documents, directives, tabs, form feeds and lone carriage returns. */
const WHOLE_ONLY =
  /(?:^|[\s[{,:-])[&*!][^\s]|<<\s*:|^(?:---|\.\.\.|%)|^\s*\t|^\s*\?(?:\s|$)|\r(?!\n)|[\f\v\x85\u2028\u2029]/m;

/** The entries of a text, or null where only the parser can tell. */
export function chunksOf(text: string): readonly Chunk[] | null {
  if (WHOLE_ONLY.test(text)) return null;
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  return cut({ text, from, to: text.length, begins: 0, indent: 0, depth: 0 });
}

interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The column of `from`: an item's first entry stands behind its dash. */
  readonly begins: number;
  readonly indent: number;
  readonly depth: number;
}

interface Open {
  readonly key: string;
  readonly start: number;
  /** Behind the key's colon. */
  readonly colon: number;
}

function cut(span: Span): readonly Chunk[] | null {
  const { text, to, indent } = span;
  const chunks: Chunk[] = [];
  let open: Open | null = null;
  let end = span.from;
  const close = () => {
    if (open) chunks.push(entryOf({ ...span, from: open.start, to: end }, open));
  };
  for (let line = lineFrom(span, span.from); line; line = lineFrom(span, line.next)) {
    const { first, next, column, isComment, isItem } = line;
    if (isComment) {
      if (open && column > indent) end = next;
      continue;
    }
    if (column < indent) return null;
    if (column === indent && !(isItem && open)) {
      const found = KEY.exec(text.slice(first, Math.min(next, first + LONGEST_KEY, to)));
      if (!found) return null;
      close();
      open = { key: found[0].slice(0, -1), start: first, colon: first + found[0].length };
    } else if (!open) return null;
    end = next;
  }
  close();
  const keys = new Set(chunks.map(({ key }) => key.replace(/^["']|["']$/g, '')));
  return chunks.length > 0 && keys.size === chunks.length ? chunks : null;
}

/** Longer ones are left to the parser. */
const LONGEST_KEY = 200;

function entryOf(span: Span, { key, start, colon }: Open): Chunk {
  const { text, to, indent } = span;
  const source = text.slice(start, to);
  return { key, start, end: to, indent, source, ...inside(span, colon) };
}

type Inside = Pick<Chunk, 'inner' | 'items' | 'isCollection'>;
const UNKNOWN: Inside = { inner: null, items: null, isCollection: false };

/** The entries or the items of a value that begins on a line of its own. */
function inside({ text, to, indent, depth }: Span, colon: number): Inside {
  const from = lineEnd(text, colon, to);
  if (!/^\s*(?:#.*)?$/.test(text.slice(colon, from))) return UNKNOWN;
  const value = { text, from, to, begins: 0, depth: depth + 1 };
  const isDeep = depth >= DEEPEST_CUT;
  for (let line = lineFrom(value, value.from); line; line = lineFrom(value, line.next)) {
    const { first, next, column, isComment, isItem } = line;
    if (isComment) continue;
    if (column < indent || (column === indent && !isItem)) return UNKNOWN;
    const isCollection = isItem || KEY.test(text.slice(first, next));
    if (isDeep || !isCollection) return { ...UNKNOWN, isCollection };
    const span = { ...value, indent: column };
    return isItem
      ? { inner: null, items: cutItems(span), isCollection }
      : { inner: cut(span), items: null, isCollection };
  }
  return UNKNOWN;
}

/** The items of a list of block maps; null also where nothing in them could be left unread. */
function cutItems(span: Span): readonly Chunk[] | null {
  const { indent } = span;
  const items: Chunk[] = [];
  let start: number | null = null;
  let end = span.from;
  const close = () => {
    if (start === null) return true;
    const item = itemOf({ ...span, from: start, to: end });
    if (item) items.push(item);
    return item !== null;
  };
  for (let line = lineFrom(span, span.from); line; line = lineFrom(span, line.next)) {
    const { first, next, column, isComment, isItem } = line;
    if (isComment) {
      if (start !== null && column > indent) end = next;
      continue;
    }
    if (column < indent || (column === indent && !isItem) || (column > indent && start === null))
      return null;
    if (column === indent) {
      if (!close()) return null;
      start = first;
    }
    end = next;
  }
  if (!close() || !items.some(({ inner }) => inner?.some(({ isCollection }) => isCollection)))
    return null;
  return new Set(items.map(({ key }) => key)).size === items.length ? items : null;
}

function itemOf({ text, from, to, indent, depth }: Span): Chunk | null {
  let first = from + 1;
  while (text[first] === ' ') first += 1;
  const begins = indent + first - from;
  const inner = cut({ text, from: first, to, begins, indent: begins, depth: depth + 1 });
  if (!inner) return null;
  const key = inner.filter((entry) => isOneLine(entry)).map(({ source }) => source.trimEnd());
  const source = text.slice(from, to);
  return {
    key: key.join('\n'),
    start: from,
    end: to,
    indent,
    source,
    inner,
    items: null,
    isCollection: true,
  };
}

function isOneLine(entry: Chunk): boolean {
  return !entry.isCollection && !entry.source.trimEnd().includes('\n');
}

interface Line {
  /** Offset of its first character that is no blank. */
  readonly first: number;
  readonly next: number;
  readonly column: number;
  readonly isComment: boolean;
  readonly isItem: boolean;
}

/** The first line from `at` on that is not blank. */
function lineFrom({ text, from, to, begins }: Omit<Span, 'indent'>, at: number): Line | null {
  for (let start = at; start < to; ) {
    const next = lineEnd(text, start, to);
    const first = firstInLine(text, start, next);
    if (first < next) {
      const column = first - start + (start === from ? begins : 0);
      const isItem = text[first] === '-' && /\s/.test(text[first + 1] ?? '\n');
      return { first, next, column, isComment: text[first] === '#', isItem };
    }
    start = next;
  }
  return null;
}

function lineEnd(text: string, at: number, to: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end >= to ? to : end + 1;
}

/** Offset of the first character that is no blank; the end of the line where there is none. */
function firstInLine(text: string, at: number, end: number): number {
  let first = at;
  while (first < end && text[first] === ' ') first += 1;
  return text[first] === '\r' || text[first] === '\n' ? end : first;
}
