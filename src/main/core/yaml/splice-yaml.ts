import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
} from 'yaml';
import { fitsBlock, oneLineYaml, quotedLike } from './yaml-scalar.ts';

/**
 * Edits YAML text by replacing ranges of it. Everything else stays byte for byte the same, including comments, quotes
 * and blank lines. Each operation parses the text again, because offsets shift.
 */

export type Path = readonly string[];

/** Sets `path` to `value` and returns the text; creates missing parents. */
export function setIn(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text);
  for (let depth = 0; depth < path.length; depth += 1) {
    const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const key = path[depth] ?? '';
    if (!isMap(parent)) {
      return setIn(text, path.slice(0, depth), nest(path.slice(depth), value));
    }
    const pair = pairOf(parent, key);
    if (!pair && depth > 0 && parent.flow && parent.items.length === 0) {
      return setIn(text, path.slice(0, depth), nest(path.slice(depth), value));
    }
    if (!pair) return insert(text, parent, [key, nest(path.slice(depth + 1), value)]);
    if (depth === path.length - 1) return replace(text, { pair, parent }, value);
  }
  return text;
}

/** Removes the pair at `path` and returns the text; keeps comments above it. */
export function deleteIn(text: string, path: Path): string {
  const document = parseDocument(text);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!isMap(parent) || !pair) return text;
  if (parent.items.length === 1 && parent.flow) {
    return setWhole(text, document, path.slice(0, -1));
  }
  const start = rangeOf(pair.key)[0];
  const end = endOf(pair);
  if (parent.flow) return cutFlow(text, start, end);
  const cut = text.slice(0, lineStart(text, start)) + text.slice(nextLine(text, end));
  return parent.items.length === 1 ? emptied(cut, document, path.slice(0, -1)) : cut;
}

/** Renames the key at `path` and returns the text; keeps its value. */
export function renameIn(text: string, path: Path, to: string): string {
  const document = parseDocument(text);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!pair) return text;
  const [start, end] = rangeOf(pair.key);
  const key = oneLineYaml(quotedLike(to, pair.key));
  return text.slice(0, start) + key + text.slice(end);
}

function nest(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function rangeOf(node: unknown): [number, number, number] {
  if (!isScalar(node) && !isCollection(node) && !isAlias(node))
    throw new Error('A parsed node has a range');
  if (!node.range) throw new Error('A parsed node has a range');
  return node.range;
}

function hasValue(pair: Pair): boolean {
  const value = pair.value;
  if (isScalar(value) && value.value === null && value.range?.[0] === value.range?.[1])
    return false;
  return value !== null && value !== undefined;
}

function endOf(pair: Pair): number {
  if (!hasValue(pair)) return rangeOf(pair.key)[1] + 1;
  const value = pair.value;
  return rangeOf(value)[1];
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Start of the line after the one that contains `offset`; a block's end may already be there. */
function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function replace(
  text: string,
  { pair, parent }: { readonly pair: Pair; readonly parent: YAMLMap },
  value: unknown,
): string {
  const indent = column(text, rangeOf(pair.key)[0]);
  if (!hasValue(pair)) {
    const after = rangeOf(pair.key)[1] + 1;
    return text.slice(0, after) + block(value, indent, eolOf(text)) + text.slice(after);
  }
  const old = pair.value;
  const items =
    isSeq(old) && !old.flow && Array.isArray(value) ? spliceItems(text, old, value) : null;
  if (items !== null) return items;
  const start = isScalar(old) || isCollection(old) || isAlias(old) ? rangeOf(old)[0] : endOf(pair);
  const end = endOf(pair);
  const flow = isFlowContext(text, pair);
  const commented = /^[ \t]*#/.test(text.slice(end));
  if (typeof value === 'string' && value.includes('\n') && (commented || parent.flow)) {
    // A literal block is invalid in a flow map, and would swallow a comment later on the line.
    return text.slice(0, start) + oneLineYaml(value) + text.slice(end);
  }
  if (flow || (!isPlainObject(value) && !text.slice(rangeOf(pair.key)[1], start).includes('\n'))) {
    const tail = text.slice(start, end).endsWith('\n') ? eolOf(text) : '';
    const written = inline(quotedLike(value, old), indent, eolOf(text));
    return text.slice(0, start) + written + tail + text.slice(end);
  }
  const colon = text.indexOf(':', rangeOf(pair.key)[1]) + 1;
  const tail = text.slice(start, end).endsWith('\n') ? eolOf(text) : '';
  return text.slice(0, colon) + block(value, indent, eolOf(text)) + tail + text.slice(end);
}

/** Whether the value is written in flow style, where a block is invalid. */
function isFlowContext(text: string, pair: Pair): boolean {
  const value = pair.value;
  if (isCollection(value) && value.flow) return !isEmptyFlow(text, value);
  return false;
}

function isEmptyFlow(text: string, node: { range?: [number, number, number] | null }): boolean {
  const [start, end] = node.range ?? [0, 0];
  return /^[[{]\s*[\]}]$/.test(text.slice(start, end));
}

/** Edits a block list in place to keep its comments; null unless items were only appended or only removed. */
function spliceItems(
  text: string,
  list: { items: unknown[] },
  value: readonly unknown[],
): string | null {
  const old = list.items.map((item) => (isScalar(item) ? item.value : undefined));
  const scalars = [...old, ...value].every((item) => typeof item === 'string');
  const last = list.items.at(-1);
  const first = list.items[0];
  if (!scalars || !isScalar(last) || !isScalar(first) || value.length === 0) return null;
  const eol = eolOf(text);
  if (value.length > old.length && isDeepStrictEqual(value.slice(0, old.length), old)) {
    const at = nextLine(text, rangeOf(last)[1]);
    const dash = text.slice(lineStart(text, rangeOf(first)[0]), rangeOf(first)[0]);
    const added = value.slice(old.length).map((item) => `${dash}${inline(item, 0, eol)}${eol}`);
    const joint = at > 0 && text[at - 1] !== '\n' ? eol : '';
    return text.slice(0, at) + joint + added.join('') + text.slice(at);
  }
  const kept = old.filter((item) => value.includes(item));
  if (!isDeepStrictEqual(kept, [...value])) return null;
  return list.items.reduceRight<string>((left, item) => {
    if (!isScalar(item) || value.includes(item.value)) return left;
    const [start, end] = rangeOf(item as Scalar);
    return left.slice(0, lineStart(left, start)) + left.slice(nextLine(left, end));
  }, text);
}

function insert(text: string, map: YAMLMap, entry: readonly [string, unknown]): string {
  const [key, value] = entry;
  const eol = eolOf(text);
  const name = inline(key, 0, eol);
  const last = map.items.at(-1);
  if (map.flow || !last) {
    const close = rangeOf(map)[1] - 1;
    if (!last) return `${text.slice(0, close)} ${name}: ${flowText(value)} ${text.slice(close)}`;
    const at = endOf(last);
    return `${text.slice(0, at)}, ${name}: ${flowText(value)}${text.slice(at)}`;
  }
  const indent = column(text, rangeOf(map.items[0]?.key)[0]);
  const at = nextLine(text, endOf(last));
  const joint = at > 0 && text[at - 1] !== '\n' ? eol : '';
  const line = `${' '.repeat(indent)}${name}:${block(value, indent, eol)}${eol}`;
  return text.slice(0, at) + joint + line + text.slice(at);
}

/** Writes `{}` after the key of a block map that lost its last pair; comments in its place are kept. */
function emptied(text: string, document: Document, path: Path): string {
  if (path.length === 0) return `${text}{}${eolOf(text)}`;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!pair) return text;
  // The key is before the cut, so its offset is the same in the old and the new text.
  const colon = text.indexOf(':', rangeOf(pair.key)[1]) + 1;
  return `${text.slice(0, colon)} {}${text.slice(colon)}`;
}

/** Writes `{}` for a flow map that lost its last pair. */
function setWhole(text: string, document: Document, path: Path): string {
  if (path.length === 0) return '{}\n';
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, path.at(-1) ?? '') : undefined;
  if (!pair) return text;
  const colon = text.indexOf(':', rangeOf(pair.key)[1]) + 1;
  const end = endOf(pair);
  const tail = text.slice(colon, end).endsWith('\n') ? eolOf(text) : '';
  return `${text.slice(0, colon)} {}${tail}${text.slice(end)}`;
}

function cutFlow(text: string, start: number, end: number): string {
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after) return text.slice(0, start) + text.slice(end + after[0].length);
  // The space before the brace is after the cut.
  return text.slice(0, start).replace(/,\s*$/, '') + text.slice(end);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes a value on one line, or as a literal block if it is text of several lines. */
function inline(value: unknown, indent: number, eol: string): string {
  if (typeof value === 'string' && fitsBlock(value)) {
    const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
    const pad = ' '.repeat(indent + 2);
    return [lines[0], ...lines.slice(1).map((line) => (line ? pad + line.trimStart() : line))].join(
      eol,
    );
  }
  return flowText(value);
}

function flowText(value: unknown): string {
  return oneLineYaml(value).replace(/^\{(?=.)(.*)\}$/, '{ $1 }');
}

/**
 * The text after `key:`, starting with a space or a line break: a nested block for maps, one line for everything else.
 */
function block(value: unknown, indent: number, eol: string): string {
  if (!isPlainObject(value) || Object.keys(value).length === 0) {
    return ` ${inline(value, indent, eol)}`;
  }
  const pad = ' '.repeat(indent + 2);
  const lines = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${pad}${inline(key, 0, eol)}:${block(inner, indent + 2, eol)}`);
  return eol + lines.join(eol);
}
