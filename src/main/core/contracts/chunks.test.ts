import { expect, test } from 'vitest';
import { readCases } from './cases/read-cases-fixture.ts';
import { chunksOf } from './chunks.ts';
import { commonOf } from './common.ts';
import { labelItems } from './identity.ts';
import { parseChanged, parseYaml, type Tree } from './tree.ts';
import { NotStructural } from './types.ts';

/** Everything that a merge looks at: what is said, and where. */
function facts(text: string, tree: Tree | null): unknown {
  if (!tree) return null;
  const source = text.slice(tree.range[0], tree.end).trimEnd();
  if (tree.kind === 'scalar') return [tree.id, source];
  return [
    tree.kind,
    source,
    tree.slots.map(({ label, name, start, keyEnd, value }) => [
      [label, name, start, keyEnd],
      facts(text, value),
    ]),
  ];
}

test('a text read in pieces is what it is as a whole, or is not cut', () => {
  let cut = 0;
  for (const { name, base, ours, theirs } of readCases())
    for (const text of [base, ours, theirs]) {
      if (!chunksOf(text)) continue;
      try {
        const whole = parseYaml(text);
        const pieces = parseChanged(text, new Set());
        expect([name, facts(text, pieces.root)]).toEqual([name, facts(text, whole.root)]);
        expect([name, pieces.root?.print]).toEqual([name, whole.root?.print]);
        cut += 1;
      } catch (thrown) {
        if (!(thrown instanceof NotStructural)) throw thrown;
      }
    }
  expect(cut).toBeGreaterThan(250);
});

const keys = (text: string) => chunksOf(text)?.map(({ key }) => key) ?? null;

test.each<[string, string, readonly string[] | null]>([
  ['entries', 'a: 1\nb:\n  c: 2\n', ['a', 'b']],
  ['what looks like an entry inside a text is none', 'a: |\n  b: 1\nc: 1\n', ['a', 'c']],
  ['dashes in line with their key', 'a:\n- b: 1\n- c\nd: 1\n', ['a', 'd']],
  ['a list of its own', '- a: 1\n', null],
  ['an anchor', 'a: &x 1\nb: 1\n', null],
  ['an alias in a list', 'a: 1\nb: [*x]\n', null],
  ['merge keys', 'a:\n  <<: x\n', null],
  ['several documents', 'a: 1\n---\nb: 1\n', null],
  ['a key twice', 'a: 1\n"a": 1\n', null],
  ['tabs', 'a:\n\tb: 1\n', null],
  ['JSON', '{ "a": 1 }\n', null],
  ['a text that goes on at the left', 'a: "x\ny"\n', null],
  ['an explicit key', '? a\n: 1\n', null],
])('cut: %s', (_, text, expected) => {
  expect(keys(text)).toEqual(expected);
});

test('common is what stands at the same place in all versions, and nothing that is not closed', () => {
  const chunks = (text: string) => chunksOf(text) ?? [];
  const same = commonOf([chunks("a: 1\nb: 2\nc: it's\n"), chunks("b: 2\na: 1\nc: it's\n")]);
  expect([...same].map((one) => one.split('\n').at(-1))).toEqual(['a: 1', 'b: 2']);
  expect(commonOf([chunks('a:\n  b: 1\nc: 1\n'), chunks('a: 1\nc:\n  b: 1\n')]).size).toBe(0);
  const one = 'a:\n  b: 1\n  x: 1\nc:\n  b: 1\n';
  const common = commonOf([chunks(one), chunks('a:\n  b: 1\n  x: 2\nc:\n  b: 2\n')]);
  const { root } = parseChanged(one, common);
  const [a, c] = root?.kind === 'map' ? root.slots.map(({ value }) => value) : [];
  const [unread] = a?.kind === 'map' ? a.slots : [];
  expect(facts(one, unread?.value ?? null)).not.toEqual(['bigint 1', '1']);
  expect(facts(one, c ?? null)).toEqual([
    'map',
    'b: 1',
    [
      [
        ['string b', 'b', 22, 23],
        ['bigint 1', '1'],
      ],
    ],
  ]);
});

/** A list of which each item has something to leave out, with the second item's columns changed. */
const tables = (changed: string) => `tables:
  # those who come
  - name: users
    columns:
      - { name: id, type: uuid }
  # what they buy
  -   name: orders
      path: { main: ${changed} }
      columns:
      - name: total
        type: ${changed}
`;

test('a list of maps is cut into its items, and each into its entries', () => {
  const [list] = chunksOf(tables('int')) ?? [];
  expect(list?.items?.map(({ key, indent }) => [key, indent])).toEqual([
    ['name: users', 2],
    ['name: orders\npath: { main: int }', 2],
  ]);
  expect(list?.items?.map(({ inner }) => inner?.map(({ key, indent }) => [key, indent]))).toEqual([
    [
      ['name', 4],
      ['columns', 4],
    ],
    [
      ['name', 6],
      ['path', 6],
      ['columns', 6],
    ],
  ]);
});

test.each([
  ['nothing to leave out', 'a:\n- b: 1\n- b: |\n    c\n'],
  ['items that nothing on one line tells apart', 'a:\n- b:\n    c: 1\n- b:\n    c: 2\n'],
  ['items that are no maps', 'a:\n- b:\n    c: 1\n- d\n'],
  ['an item on the line after its dash', 'a:\n-\n  b:\n    c: 1\n'],
  ['lists in a list', 'a:\n- - b:\n      c: 1\n'],
])('a list is not cut: %s', (_, text) => {
  expect(chunksOf(text)?.map(({ items }) => items)).toEqual([null]);
});

test('what an item is known by is read, whatever it has in common', () => {
  const text = 'list:\n- id: 1\n  path:\n    a: 1\n- id: 2\n  path:\n    a: 2\n';
  const same = commonOf([chunksOf(text) ?? [], chunksOf(text.replace('list', 'x: 1\nlist')) ?? []]);
  expect(same.size).toBe(1);
  const other = text.replace('- id: 1', '- id: 3');
  const common = commonOf([chunksOf(text) ?? [], chunksOf(other) ?? []]);
  expect([...common].map((one) => one.split('\n').at(-1))).toEqual(['    a: 2']);
  const { root } = parseChanged(text, common);
  const list = root?.kind === 'map' ? root.slots[0]?.value : undefined;
  expect(list && labelItems(list, 'id')?.size).toBe(2);
  expect(list && labelItems(list, 'path')).toBeNull();
});
