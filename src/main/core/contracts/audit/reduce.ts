/** A map entry whose key starts a line, with all lines up to the next entry. */
interface Block {
  readonly key: string;
  readonly lines: readonly string[];
}

/** Maximum depth: deeper cuts save little. */
const DEEPEST = 4;
const KEY = /^ *(?:[A-Za-z0-9_$/.~{][^\s:#"'&*!]*|"[^"\\]*"|'[^']*'):(?= |$)/;
/** Syntax that can link entries to each other or end a document. */
const WHOLE = /(?:^|[\s[{,:-])[&*!][^\s]|<<\s*:|^(?:---|\.\.\.|%|\?)|\t|\r(?!\n)/m;
/** Minimum characters: smaller texts are parsed as fast as they are cut. */
const LEAST = 10_000;

/**
 * Removes map entries that all texts have word for word under the same keys: they need not be parsed to be compared.
 * Returns the texts unchanged if they cannot be cut line by line.
 */
export function withoutShared(texts: readonly string[]): readonly string[] {
  if (texts.some((text) => text.length < LEAST || WHOLE.test(text))) return texts;
  const cut = texts.flatMap((text) => cutAt(text.split('\n'), 0) ?? []);
  if (cut.length < texts.length) return texts;
  const left = reduce(cut, 0).map((lines) => lines.join('\n'));
  // If most of a text remains, cutting is not worthwhile: the whole text is parsed already.
  const size = (all: readonly string[]) => all.reduce((sum, text) => sum + text.length, 0);
  return size(left) * 2 > size(texts) ? texts : left;
}

interface Level {
  readonly indent: number;
  readonly blocks: readonly Block[];
}

function reduce(versions: readonly Level[], depth: number): string[][] {
  const [first, ...others] = versions;
  const maps = others.map(({ blocks }) => new Map(blocks.map((block) => [block.key, block])));
  const reduced = new Map<Block, readonly string[]>();
  for (const block of first?.blocks ?? []) {
    const mates = maps.flatMap((map) => map.get(block.key) ?? []);
    if (mates.length < others.length) continue;
    const all = [block, ...mates];
    const source = block.lines.join('\n');
    const isShared = all.every(({ lines }) => lines.join('\n') === source);
    const inside = isShared || depth >= DEEPEST ? [] : all.flatMap((one) => innerOf(one) ?? []);
    const inner = inside.length === all.length ? reduce(inside, depth + 1) : null;
    for (const [index, one] of all.entries())
      if (isShared) reduced.set(one, []);
      else if (inner) reduced.set(one, [one.lines[0] ?? '', ...(inner[index] ?? [])]);
  }
  return versions.map(({ indent, blocks }) => [
    // A placeholder key, so that a map without remaining entries still parses as a map.
    `${' '.repeat(indent)}${MARK}: 0`,
    ...blocks.flatMap((block) => reduced.get(block) ?? block.lines),
  ]);
}

/** A key that no contract contains. */
const MARK = '"\\u0001"';

function innerOf({ lines }: Block): Level | null {
  const [head = '', ...rest] = lines;
  const behind = head.slice(KEY.exec(head)?.[0].length ?? 0);
  if (!/^\s*(?:#.*)?$/.test(behind)) return null;
  const first = rest.find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const indent = first?.search(/\S/) ?? 0;
  return indent > head.search(/\S/) ? cutAt(rest, indent) : null;
}

/** Splits lines into entries at one indentation. Null unless every line belongs to an entry and no key occurs twice. */
function cutAt(lines: readonly string[], indent: number): Level | null {
  const blocks: { key: string; lines: string[] }[] = [];
  const head: string[] = [];
  for (const line of lines) {
    const column = line.search(/\S/);
    const hasContent = column >= 0 && line[column] !== '#' && line !== '\r';
    const last = blocks.at(-1);
    if (hasContent && column < indent) return null;
    const isItem = /^ *-(?:\s|$)/.test(line);
    if (hasContent && column === indent && !(isItem && last)) {
      const key = KEY.exec(line)?.[0];
      if (key === undefined) return null;
      blocks.push({ key: key.trim(), lines: [line] });
    } else if (last) last.lines.push(line);
    else if (hasContent) return null;
    else head.push(line);
  }
  const [first] = blocks;
  if (!first || new Set(blocks.map(({ key }) => key)).size < blocks.length) return null;
  if (head.length > 0) first.lines.push(...head);
  return { indent, blocks };
}
