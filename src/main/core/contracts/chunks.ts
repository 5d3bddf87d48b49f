/**
 * Cuts a YAML block map into its entries by source text, without parsing: entries that are equal in all versions of a
 * contract need not be parsed to be merged. Conservative: in case of doubt it does not cut, and the parser decides.
 */

/** One map entry, with everything up to the next entry. */
export interface Chunk {
  /** The key as written. */
  readonly key: string;
  /** Offset of the key. */
  readonly start: number;
  /** Offset after its last content line; comments and blank lines before the next entry are excluded. */
  readonly end: number;
  /** Columns before the key. */
  readonly indent: number;
  /** Entries of its value if that is a block map that can be cut too. Computed on first call, as few are needed. */
  readonly inner: () => readonly Chunk[] | null;
  /** Source text from `start` to `end`. */
  readonly source: string;
}

/** Maximum depth: deeper cuts gain little, as the changed part is small by then. */
const DEEPEST_CUT = 4;
/** A plain or quoted key and a colon, followed by white space or the end of the line. */
const KEY = /^(?:[A-Za-z0-9_$/][^\s:#"']*|"[^"\\\n]*"|'[^'\n]*'):(?=\s|$)/;
/**
 * Syntax that prevents cutting: anchors, aliases, tags, merge keys, several documents, directives, tabs, form feeds and
 * lone carriage returns.
 */
const WHOLE_ONLY =
  /(?:^|[\s[{,:-])[&*!][^\s]|<<\s*:|^(?:---|\.\.\.|%)|^\s*\t|^\s*\?(?:\s|$)|\r(?!\n)|[\f\v\x85\u2028\u2029]/m;

/** The entries of a text, or null if it needs the parser. */
export function chunksOf(text: string): readonly Chunk[] | null {
  if (WHOLE_ONLY.test(text)) return null;
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  return cut({ text, from, to: text.length, indent: 0, depth: 0 });
}

interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  readonly depth: number;
}

interface Open {
  readonly key: string;
  readonly start: number;
  /** Offset after the key's colon. */
  readonly colon: number;
}

function cut({ text, from, to, indent, depth }: Span): readonly Chunk[] | null {
  const chunks: Chunk[] = [];
  let open: Open | null = null;
  let end = from;
  const close = () => {
    if (open) chunks.push(chunkOf({ text, from: open.start, to: end, indent, depth }, open));
  };
  for (let at = from; at < to; ) {
    const next = lineEnd(text, at, to);
    const first = firstInLine(text, at, next);
    if (first < next && text[first] !== '#') {
      const column = first - at;
      if (column < indent) return null;
      const isItem = text[first] === '-' && /[\s]/.test(text[first + 1] ?? '\n');
      if (column === indent && !(isItem && open)) {
        const found = KEY.exec(text.slice(first, Math.min(next, first + LONGEST_KEY)));
        if (!found) return null;
        close();
        open = { key: found[0].slice(0, -1), start: first, colon: first + found[0].length };
      } else if (!open) return null;
      end = next;
    } else if (first < next && open && first - at > indent) end = next;
    at = next;
  }
  close();
  const keys = new Set(chunks.map(({ key }) => key.replace(/^["']|["']$/g, '')));
  return chunks.length > 0 && keys.size === chunks.length ? chunks : null;
}

/** Maximum characters of a key; longer ones are left to the parser. */
const LONGEST_KEY = 200;

function chunkOf(span: Span, { key, start, colon }: Open): Chunk {
  const { text, to, indent, depth } = span;
  const source = text.slice(start, to);
  let inner: readonly Chunk[] | null | undefined;
  return {
    key,
    start,
    end: to,
    indent,
    source,
    inner: () => {
      if (inner === undefined) inner = innerOf(span, colon, depth);
      return inner;
    },
  };
}

function innerOf(
  { text, to, indent }: Span,
  colon: number,
  depth: number,
): readonly Chunk[] | null {
  const next = lineEnd(text, colon, to);
  if (depth >= DEEPEST_CUT || !/^\s*(?:#.*)?$/.test(text.slice(colon, next))) return null;
  for (let at = next; at < to; ) {
    const end = lineEnd(text, at, to);
    const first = firstInLine(text, at, end);
    if (first < end && text[first] !== '#') {
      const column = first - at;
      if (column <= indent) return null;
      return cut({ text, from: next, to, indent: column, depth: depth + 1 });
    }
    at = end;
  }
  return null;
}

function lineEnd(text: string, at: number, to: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end >= to ? to : end + 1;
}

/** Offset of the first character that is not a space; the end of the line if there is none. */
function firstInLine(text: string, at: number, end: number): number {
  let first = at;
  while (first < end && text[first] === ' ') first += 1;
  return text[first] === '\r' || text[first] === '\n' ? end : first;
}

/** Whether quotes and brackets are balanced, so that nothing reaches into the following text. */
function isClosed(source: string): boolean {
  let [double, single, braces, brackets] = [0, 0, 0, 0];
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 0x22) double ^= 1;
    else if (code === 0x27) single ^= 1;
    else if (code === 0x7b) braces += 1;
    else if (code === 0x7d) braces -= 1;
    else if (code === 0x5b) brackets += 1;
    else if (code === 0x5d) brackets -= 1;
  }
  return double === 0 && single === 0 && braces === 0 && brackets === 0;
}

/** A block scalar that keeps trailing blank lines: its value depends on text after its last word. */
const KEEPS_BLANK_END = /[|>]\d?\+/;
const BLOCK_SCALAR = /[|>][-\d]*\s*(?:#.*)?$/m;

/** Identifies an entry by path, key, indentation and source; null if its source does not determine its value. */
function placed(path: string, { key, indent, source }: Chunk): string | null {
  if (!isClosed(source)) return null;
  const mayBeBlock = source.includes('|') || source.includes('>');
  if (mayBeBlock && KEEPS_BLANK_END.test(source)) return null;
  // A trailing line break matters only to a block scalar.
  const text = mayBeBlock && BLOCK_SCALAR.test(source) ? source : source.trimEnd();
  return `${path}\n${key}\n${indent}\n${text}`;
}

/**
 * Entries that all versions of a contract share, numbered by content and path. Only the outermost shared entries are
 * included.
 */
export class Common {
  readonly #numbers = new Map<string, number>();
  readonly #fewest: number;
  /** Characters of one version that need not be parsed. */
  length = 0;

  /** `fewest`: share entries only of maps that have at least this many entries in each version. */
  constructor(versions: readonly (readonly Chunk[])[], fewest = 0) {
    this.#fewest = fewest;
    this.#collect(versions, '');
  }

  /** Null if the entry is not in all versions. */
  numberOf(path: string, chunk: Chunk): number | null {
    const name = placed(path, chunk);
    return name === null ? null : (this.#numbers.get(name) ?? null);
  }

  #collect(versions: readonly (readonly Chunk[])[], path: string): void {
    const [first = [], ...others] = versions;
    const mayStayUnread = versions.every((chunks) => chunks.length >= this.#fewest);
    const byKey = others.map((chunks) => new Map(chunks.map((chunk) => [chunk.key, chunk])));
    for (const chunk of first) {
      const same = byKey.map((chunks) => chunks.get(chunk.key));
      const all = [chunk, ...same.filter((one) => one !== undefined)];
      if (all.length < versions.length) continue;
      const names = new Set(all.map((one) => placed(path, one)));
      const [name] = names;
      if (names.size === 1 && name && mayStayUnread) {
        this.#numbers.set(name, this.#numbers.size);
        this.length += chunk.source.length;
      } else {
        const inner = all.map((one) => one.inner());
        if (inner.every((one) => one !== null)) this.#collect(inner, `${path}\n${chunk.key}`);
      }
    }
  }
}
