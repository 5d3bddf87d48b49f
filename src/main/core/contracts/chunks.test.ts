import { expect, test } from 'vitest';
import { readCases } from './cases/read-cases-fixture.ts';
import { Common, chunksOf } from './chunks.ts';
import { parseChanged, parseYaml } from './tree.ts';
import type { Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

/** Everything that a merge uses of a tree: values and positions. */
function facts(text: string, tree: Tree | null): unknown {
  if (!tree) return null;
  const source = text.slice(tree.range[0], tree.end).trimEnd();
  if (tree.kind === 'scalar') return [tree.id, source];
  return [
    tree.kind,
    source,
    tree.slots.map((slot) => [slot.label, slot.name, facts(text, slot.value)]),
  ];
}

test('a text parsed in chunks equals the fully parsed text, or is not cut', () => {
  let cut = 0;
  for (const { name, base, ours, theirs } of readCases())
    for (const text of [base, ours, theirs]) {
      if (!chunksOf(text)) continue;
      try {
        const whole = parseYaml(text);
        const pieces = parseChanged(text, new Common([]));
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
  ['text inside a string that looks like an entry', 'a: |\n  b: 1\nc: 1\n', ['a', 'c']],
  ['dashes in line with their key', 'a:\n- b: 1\n- c\nd: 1\n', ['a', 'd']],
  ['a list of its own', '- a: 1\n', null],
  ['an anchor', 'a: &x 1\nb: 1\n', null],
  ['an alias in a list', 'a: 1\nb: [*x]\n', null],
  ['merge keys', 'a:\n  <<: x\n', null],
  ['several documents', 'a: 1\n---\nb: 1\n', null],
  ['a key twice', 'a: 1\n"a": 1\n', null],
  ['tabs', 'a:\n\tb: 1\n', null],
  ['JSON', '{ "a": 1 }\n', null],
  ['a string continued without indentation', 'a: "x\ny"\n', null],
  ['an explicit key', '? a\n: 1\n', null],
])('cut: %s', (_, text, expected) => {
  expect(keys(text)).toEqual(expected);
});

test('shares only balanced entries at equal paths in all versions', () => {
  const chunks = (text: string) => chunksOf(text) ?? [];
  const first = chunks("a: 1\nb: 2\nc: it's\n");
  const same = new Common([first, chunks("b: 2\na: 1\nc: it's\n")]);
  expect(first.map((chunk) => same.numberOf('', chunk))).toEqual([0, 1, null]);
  const open = chunks('a: [x\nb: {y\nc: 1\n');
  const unclosed = new Common([open, open]);
  expect(open.map((chunk) => unclosed.numberOf('', chunk))).toEqual([null, null, 0]);
  const other = chunks('a:\n  b: 1\nc: 1\n');
  const none = new Common([other, chunks('a: 1\nc:\n  b: 1\n')]);
  expect(other.map((chunk) => none.numberOf('', chunk))).toEqual([null, null]);
  const one = 'a:\n  b: 1\n  x: 1\nc:\n  b: 1\n';
  const common = new Common([chunks(one), chunks('a:\n  b: 1\n  x: 2\nc:\n  b: 2\n')]);
  const { root } = parseChanged(one, common);
  const [a, c] = root?.kind === 'map' ? root.slots.map(({ value }) => value) : [];
  const [unread] = a?.kind === 'map' ? a.slots : [];
  expect(facts(one, unread?.value ?? null)).not.toEqual(['bigint 1', '1']);
  expect(facts(one, c ?? null)).toEqual(['map', 'b: 1', [['string b', 'b', ['bigint 1', '1']]]]);
});
