import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { randomOf } from '../merge/random-changes-fixture.ts';
import { JsonProblem, type JsonText, readJsonText } from './json-reader.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

const TEXTS = process.env['TRIBUTARY_FULL'] === '1' ? 200_000 : 6_000;
const SEED = 41_000;

/** Fragments of JSON, of almost valid JSON, and of text that only resembles it. */
const VALUES = [
  '1',
  '-0',
  '1.50',
  '1e400',
  '-2E-3',
  '"a"',
  '"\\u00e9"',
  '"\\ud800"',
  '"//"',
  '"/*"',
  'true',
  'null',
  '[]',
  '{}',
  '12345678901234567890',
  '""',
  '"\\\\"',
  '"😀"',
];
const ODDITIES = [
  '01',
  '+1',
  '.5',
  '1.',
  "'a'",
  'NaN',
  'a',
  '"\\x"',
  '"\t"',
  '"open',
  ',',
  ':',
  ']',
  '}',
  '\0',
  '\u00a0',
  '#',
  '/',
  '1a',
  '- 1',
  'nul',
  '\v',
  '\ud800',
  '"a" "b"',
  '-',
];
const BLANKS = ['', '', '', ' ', '\n', '\r\n', '\t', '\r'];
const COMMENTS = ['/* , */', '// :\n', ' /**/ ', '// "x": 1\r\n', '/*/ */'];
const KEYS = ['"a"', '"b"', '"c"', '"__proto__"', '"\\u0061"', '"toString"', '"// k"', '""'];

type Random = (below: number) => number;

function pick(list: readonly string[], random: Random): string {
  return list[random(list.length)] ?? '';
}

/** Half of the texts have no comments and no trailing commas. */
function randomText(random: Random, depth: number, isStrict: boolean): string {
  const blank = () => pick(isStrict ? BLANKS : [...BLANKS, ...COMMENTS], random);
  const value = (): string => {
    if (random(60) === 0) return pick(ODDITIES, random);
    if (depth > 3 || random(3) > 0) return pick(VALUES, random);
    return randomText(random, depth + 1, isStrict);
  };
  const isMap = random(2) === 0;
  const entries = Array.from({ length: random(4) }, () => {
    const item = `${blank()}${value()}${blank()}`;
    const colon = random(80) === 0 ? '' : ':';
    return isMap ? `${blank()}${pick(KEYS, random)}${blank()}${colon}${item}` : item;
  });
  const comma = !isStrict && random(8) === 0 ? `,${blank()}` : '';
  const [open, close] = isMap ? '{}' : '[]';
  return `${open}${blank()}${entries.join(random(90) === 0 ? ' ' : ',')}${comma}${blank()}${close}`;
}

function damaged(text: string, random: Random): string {
  if (random(4) > 0) return text;
  const at = random(text.length + 1);
  const cut = random(3);
  return text.slice(0, at) + (random(2) === 0 ? pick(ODDITIES, random) : '') + text.slice(at + cut);
}

function read(text: string): JsonText | null {
  try {
    return readJsonText(text);
  } catch (thrown) {
    if (thrown instanceof JsonProblem) {
      expect(thrown.offset).toBeLessThanOrEqual(text.length);
      return null;
    }
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}

/** Values with their positions, from our tree and from the other parser's. */
function ours(tree: Tree): unknown {
  if (tree.kind === 'map')
    return [
      ...tree.range,
      tree.slots.map((slot) => [slot.name, slot.start, slot.keyEnd, ours(slot.value)]),
    ];
  if (tree.kind === 'seq') return [...tree.range, tree.slots.map((slot) => ours(slot.value))];
  const [type] = tree.id.split(' ');
  return [
    ...tree.range,
    type === 'bigint' ? 'number' : type,
    type === 'bigint' ? String(Number(tree.shown)) : tree.shown,
  ];
}

function others(node: Node): unknown {
  const range = [node.offset, node.offset + node.length];
  if (node.type === 'array') return [...range, (node.children ?? []).map(others)];
  if (node.type !== 'object')
    return [...range, node.type, Object.is(node.value, -0) ? '0' : String(node.value)];
  const entries = (node.children ?? []).map(({ children = [] }) => {
    const [key, value] = children;
    if (!key || !value) throw new Error('An entry has a key and a value.');
    return [key.value, key.offset, key.offset + key.length, others(value)];
  });
  return [...range, entries];
}

test(`${TEXTS} random texts (seed ${SEED}) are read as JSON.parse and jsonc-parser read them`, () => {
  const seen = { strict: 0, comments: 0, none: 0 };
  const random = randomOf(SEED);
  for (let index = 0; index < TEXTS; index += 1) {
    const text = damaged(randomText(random, 0, random(2) === 0), random);
    const found = read(text);
    const isPlain = found !== null && found.comments.length + found.trailingCommas.length === 0;
    let strict: unknown;
    try {
      strict = JSON.parse(text);
    } catch {}
    expect(isPlain, JSON.stringify(text)).toBe(strict !== undefined);
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    const isRight = tree !== undefined && errors.length === 0;
    expect(found !== null, `${JSON.stringify(text)} ${JSON.stringify(errors)}`).toBe(isRight);
    seen[found === null ? 'none' : isPlain ? 'strict' : 'comments'] += 1;
    if (found && tree && isRight) expect(ours(found.root), text).toEqual(others(tree));
  }
  console.error(`json: ${TEXTS} texts: ${JSON.stringify(seen)}`);
  // Otherwise the test would not cover one of the three outcomes.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(TEXTS / 10);
});
