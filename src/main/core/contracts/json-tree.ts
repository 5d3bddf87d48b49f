import { checkKeys, printOf, printOfMap } from './prints.ts';
import {
  DEEPEST,
  type MapTree,
  type ScalarTree,
  type SeqTree,
  type Slot,
  type Tree,
} from './tree.ts';
import { NotStructural } from './types.ts';

/** Everything between two values but strings. */
const BLANKS = new Set([' ', '\n', '\r', '\t']);
/** Where a number or a word ends. */
const END = /[\s,\]}]|$/g;

/**
 * The values of a JSON text with their places, as the parser of YAML would read them, in a fraction of its time. Null
 * where it is no JSON map or list. Throws NotStructural for what only text can merge.
 */
export function readJson(text: string): Tree | null {
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  if (!/^\s*[[{]/.test(text.slice(from, from + LONGEST_LEAD))) return null;
  try {
    JSON.parse(from > 0 ? text.slice(from) : text);
  } catch {
    return null;
  }
  return new JsonReader(text, from).read(0);
}

/** Blank characters before a text begins; more of them are left to the parser of YAML. */
const LONGEST_LEAD = 1_000;

/** Reads what is known to be JSON. */
class JsonReader {
  private readonly text: string;
  private at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  read(depth: number): Tree {
    if (depth > DEEPEST) throw new NotStructural('It is nested too deeply.');
    this.skipBlanks();
    const first = this.text[this.at];
    if (first === '{') return this.readMap(depth);
    if (first === '[') return this.readSeq(depth);
    const from = this.at;
    if (first === '"') this.skipString();
    else this.skipWord();
    const source = this.text.slice(from, this.at);
    const { id, shown } = meaningOf(source);
    const [range, print] = [[from, this.at] as const, printOf('scalar', [id])];
    return { kind: 'scalar', id, shown, block: false, range, end: this.at, print, alias: null };
  }

  private readMap(depth: number): MapTree {
    const from = this.at;
    const slots: Slot[] = [];
    while (this.hasNext('}')) {
      const start = this.at;
      this.skipString();
      const keyEnd = this.at;
      const name: string = JSON.parse(this.text.slice(start, keyEnd));
      this.skipBlanks();
      this.at += 1;
      slots.push({ label: `string ${name}`, name, start, keyEnd, value: this.read(depth + 1) });
    }
    checkKeys(slots);
    return { kind: 'map', slots, ...this.placed(from), print: printOfMap(slots) };
  }

  private readSeq(depth: number): SeqTree {
    const from = this.at;
    const slots: Slot[] = [];
    while (this.hasNext(']'))
      slots.push({ label: '', name: '', start: -1, keyEnd: -1, value: this.read(depth + 1) });
    const parts = slots.map(({ value }) => value.print);
    return { kind: 'seq', slots, ...this.placed(from), print: printOf('seq', parts) };
  }

  /** Goes to the next entry of a collection, or behind its end. */
  private hasNext(close: string): boolean {
    const isFirst = this.text[this.at] === '{' || this.text[this.at] === '[';
    if (isFirst) this.at += 1;
    this.skipBlanks();
    const isEnd = this.text[this.at] === close;
    if (isEnd || this.text[this.at] === ',') this.at += 1;
    if (!isEnd) this.skipBlanks();
    return !isEnd;
  }

  private placed(from: number) {
    const range = [from, this.at] as const;
    return { range, end: this.at, flow: true, alias: null };
  }

  private skipBlanks(): void {
    while (BLANKS.has(this.text[this.at] ?? '')) this.at += 1;
  }

  private skipString(): void {
    this.at += 1;
    for (;;) {
      const next = this.text.indexOf('"', this.at);
      let slashes = 0;
      while (this.text[next - 1 - slashes] === '\\') slashes += 1;
      this.at = next + 1;
      if (slashes % 2 === 0) return;
    }
  }

  private skipWord(): void {
    END.lastIndex = this.at;
    this.at = END.exec(this.text)?.index ?? this.text.length;
  }
}

function meaningOf(source: string): Pick<ScalarTree, 'id' | 'shown'> {
  const value: unknown = JSON.parse(source);
  if (typeof value !== 'number')
    return { id: `${value === null ? 'null' : typeof value} ${value}`, shown: String(value) };
  if (!/^-?\d+$/.test(source)) return { id: `number ${source}`, shown: String(value) };
  const whole = BigInt(source);
  return { id: `bigint ${whole}`, shown: String(whole) };
}
