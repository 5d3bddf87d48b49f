import { printOf, printOfMap } from './prints.ts';
import { DEEPEST } from './tree.ts';
import type { MapTree, ScalarTree, SeqTree, Slot, Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** A JSON syntax error, with its offset. */
export class JsonProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export interface JsonText {
  readonly root: Tree;
  /** Ranges of comments, in order. */
  readonly comments: readonly (readonly [number, number])[];
  /** Offsets of trailing commas of maps and lists. */
  readonly trailingCommas: readonly number[];
  /** Whether a map contains a duplicate key. */
  readonly hasDoubles: boolean;
}

/** A string without control characters and escapes, whose source is its value. */
const PLAIN_TEXT = /"[ !#-[\]-\uffff]*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
/** Characters that must not follow a number directly. */
const MORE = /[\w.+-]/y;
const LINE_COMMENT = /\/\/[^\n\r]*/y;
/** Characters that only some programs treat as the end of a line comment. */
const DOUBTFUL_END = /[\u2028\u2029]/;

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
const [QUOTE, COMMA, SLASH, COLON] = [0x22, 0x2c, 0x2f, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether a text starts like a JSON map or list, after white space and comments. */
export function looksLikeJson(text: string): boolean {
  try {
    const first = new JsonReader(text).first();
    return first === OPEN_MAP || first === OPEN_LIST;
  } catch {
    return false;
  }
}

/**
 * Parses JSON and records comments and trailing commas. Throws JsonProblem, or NotStructural if it is nested too
 * deeply.
 */
export function readJsonText(text: string): JsonText {
  return new JsonReader(text).run();
}

class JsonReader {
  readonly #text: string;
  #at: number;
  readonly #comments: (readonly [number, number])[] = [];
  readonly #trailingCommas: number[] = [];
  #hasDoubles = false;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  first(): number {
    return this.#next();
  }

  run(): JsonText {
    const root = this.#read(0);
    const comments = this.#comments;
    const trailingCommas = this.#trailingCommas;
    const hasDoubles = this.#hasDoubles;
    if (!Number.isNaN(this.#next())) throw this.#problem('There is text after the end of the JSON');
    return { root, comments, trailingCommas, hasDoubles };
  }

  #read(depth: number): Tree {
    if (depth > DEEPEST) throw new NotStructural('It is nested too deeply.');
    const first = this.#next();
    if (first === OPEN_MAP) return this.#readMap(depth);
    if (first === OPEN_LIST) return this.#readSeq(depth);
    const from = this.#at;
    if (first === QUOTE) {
      const shown = this.#skipText();
      return scalar([from, this.#at], 'string', { shown });
    }
    return this.#readWord(from);
  }

  #readWord(from: number): ScalarTree {
    NUMBER.lastIndex = from;
    const found = NUMBER.exec(this.#text);
    if (found) {
      const [source, fraction, exponent] = found;
      this.#at += source.length;
      MORE.lastIndex = this.#at;
      if (MORE.test(this.#text)) throw this.#problem(ODD_NUMBER, from);
      const isWhole = fraction === undefined && exponent === undefined;
      // Integers are exact, as in the YAML parser; other numbers as written.
      if (isWhole) {
        const shown = source === '-0' ? '0' : source;
        return scalar([from, this.#at], 'bigint', { shown });
      }
      return scalar([from, this.#at], 'number', { shown: String(Number(source)), source });
    }
    WORD.lastIndex = from;
    const [word = ''] = WORD.exec(this.#text) ?? [];
    this.#at += word.length;
    if (word === 'null') return scalar([from, this.#at], 'null', { shown: word });
    if (word === 'true' || word === 'false') {
      return scalar([from, this.#at], 'boolean', { shown: word });
    }
    throw this.#noValue(from, word);
  }

  #readMap(depth: number): MapTree {
    const from = this.#at;
    const slots: Slot[] = [];
    const labels = new Set<string>();
    for (let next = this.#enter(CLOSE_MAP); next !== CLOSE_MAP; next = this.#separate(CLOSE_MAP)) {
      const start = this.#at;
      if (next !== QUOTE) throw this.#noKey(next);
      const name = this.#skipText();
      const keyEnd = this.#at;
      if (this.#next() !== COLON) throw this.#problem('A colon (:) is missing after the key');
      this.#at += 1;
      labels.add(name);
      slots.push({ label: `string ${name}`, name, start, keyEnd, value: this.#read(depth + 1) });
    }
    if (labels.size < slots.length) this.#hasDoubles = true;
    return { kind: 'map', slots, ...this.#leave(from), print: printOfMap(slots) };
  }

  #readSeq(depth: number): SeqTree {
    const from = this.#at;
    const slots: Slot[] = [];
    for (let next = this.#enter(CLOSE_LIST); next !== CLOSE_LIST; next = this.#separate(CLOSE_LIST))
      slots.push({ label: '', name: '', start: -1, keyEnd: -1, value: this.#read(depth + 1) });
    const parts = slots.map(({ value }) => value.print);
    return { kind: 'seq', slots, ...this.#leave(from), print: printOf('seq', parts) };
  }

  /** Moves past an opening bracket. */
  #enter(close: number): number {
    this.#at += 1;
    const next = this.#next();
    if (Number.isNaN(next)) throw this.#unclosed(close);
    return next;
  }

  /** Moves from the end of an entry to the next entry or the closing bracket. */
  #separate(close: number): number {
    const end = this.#next();
    if (end === close) return end;
    if (Number.isNaN(end)) throw this.#unclosed(close);
    const bracket = String.fromCharCode(close);
    if (end !== COMMA) throw this.#problem(`A comma or ${bracket} is missing before this`);
    const comma = this.#at;
    this.#at += 1;
    const next = this.#next();
    if (Number.isNaN(next)) throw this.#unclosed(close);
    if (next === close) this.#trailingCommas.push(comma);
    return next;
  }

  #leave(from: number) {
    this.#at += 1;
    const range = [from, this.#at] as const;
    return { range, end: this.#at, flow: true, alias: null };
  }

  /** Code of the next token's first character; NaN at the end of the text. */
  #next(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === SPACE || code === LF || code === CR || code === TAB) this.#at += 1;
      else if (code === SLASH) this.#skipComment();
      else return code;
    }
  }

  #skipComment(): void {
    const from = this.#at;
    LINE_COMMENT.lastIndex = from;
    const line = LINE_COMMENT.exec(this.#text)?.[0];
    if (line !== undefined) {
      if (DOUBTFUL_END.test(line))
        throw this.#problem('A comment contains a character that some programs treat as its end');
      this.#at += line.length;
    } else if (this.#text.startsWith('/*', from)) {
      const end = this.#text.indexOf('*/', from + 2);
      if (end < 0) throw this.#problem('A comment has no end (*/)');
      this.#at = end + 2;
    } else throw this.#problem('A value is missing here; no value starts with /');
    this.#comments.push([from, this.#at]);
  }

  /** Returns the value of a string and moves past it. */
  #skipText(): string {
    const from = this.#at;
    PLAIN_TEXT.lastIndex = from;
    if (PLAIN_TEXT.test(this.#text)) {
      this.#at = PLAIN_TEXT.lastIndex;
      return this.#text.slice(from + 1, this.#at - 1);
    }
    // A regular expression would store a backtracking position for every character of a long string.
    this.#at = this.#endOfText(from);
    const said: unknown = JSON.parse(this.#text.slice(from, this.#at));
    return String(said);
  }

  #endOfText(from: number): number {
    for (let at = from + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code === LF || code === CR) break;
      if (code < SPACE) throw this.#problem('A string contains a control character', at);
      if (code !== BACKSLASH) continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(this.#text))
        throw this.#problem('This escape sequence is not valid in JSON', at);
      at = ESCAPE.lastIndex - 1;
    }
    throw this.#problem('A string has no closing quote on its line', from);
  }

  #noKey(next: number): JsonProblem {
    if (next === COMMA) return this.#problem('An entry is missing before this comma');
    if (Number.isNaN(next)) return this.#unclosed(CLOSE_MAP);
    return this.#problem('A key in double quotes is missing here');
  }

  #noValue(from: number, word: string): JsonProblem {
    const next = this.#text[from];
    if (next === undefined) return this.#problem('The text ends where a value is expected', from);
    if (next === "'") return this.#problem('Strings must be in double quotes in JSON', from);
    if (word !== '')
      return this.#problem(`The word ${word.slice(0, 40)} is not valid in JSON`, from);
    if (/[-+.\d]/.test(next)) return this.#problem(ODD_NUMBER, from);
    return this.#problem('A value is missing here', from);
  }

  #unclosed(close: number): JsonProblem {
    return this.#problem(`The text ends before ${String.fromCharCode(close)}`);
  }

  #problem(message: string, offset = this.#at): JsonProblem {
    return new JsonProblem(message, offset);
  }
}

const ODD_NUMBER = 'This number is not valid JSON';
const BACKSLASH = 0x5c;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

/** The display form of a scalar, and its source if that is longer and needed to compare it. */
interface ScalarWords {
  readonly shown: string;
  readonly source?: string;
}

function scalar(range: readonly [number, number], type: string, words: ScalarWords): ScalarTree {
  const { shown, source = shown } = words;
  const id = `${type} ${source}`;
  const print = printOf('scalar', [id]);
  return { kind: 'scalar', id, shown, block: false, range, end: range[1], print, alias: null };
}
