import { expect, test } from 'vitest';
import { hostOf } from './host-side.ts';
import { parseContract } from './parse.ts';

const VALUE = {
  name: 'x',
  colors: { b: '#000', a: '#111', deep: { z: 1, y: 2, x: 3 } },
  list: [1, 2, { n: 1, m: 2 }],
};
const json = (value: unknown, indent: number | string = 2) =>
  `${JSON.stringify(value, null, indent)}\n`;
const BASE = json(VALUE);
const EDITED = BASE.replace('"x"', '"y"').replace('"#111"', '"#222",\n    "more": "#333"');
const YAML = 'b:\n  x: 1\n  w:\n    - p\n    - q\na:\n  z: 1\n  y: 2\n';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

const yamlWider = YAML.replace(/^ +/gm, (blanks) => blanks.repeat(2));
const yamlSorted = 'a:\n  y: 2\n  z: 1\nb:\n  w:\n    - p\n    - q\n  x: 1\n';
const minified = JSON.stringify(VALUE);

test.each<[string, string, string]>([
  ['with four blanks', BASE, json(VALUE, 4)],
  ['with tabs', BASE, json(VALUE, '\t')],
  ['with four blanks and a change', BASE, json({ ...VALUE, name: 'z', added: 1 }, 4)],
  ['minified', BASE, minified],
  ['minified, with a change', BASE, JSON.stringify({ ...VALUE, name: 'z', added: 1 })],
  ['spread out', minified, BASE],
  ['sorted by key', BASE, json(sorted(VALUE))],
  ['sorted by key, with a change', BASE, json(sorted({ ...VALUE, added: 1 }))],
  ['sorted and minified', BASE, JSON.stringify(sorted(VALUE))],
  ['with carriage returns', BASE, BASE.replaceAll('\n', '\r\n')],
  ['YAML indented wider', YAML, yamlWider],
  ['YAML sorted by key', YAML, yamlSorted],
])('the side that wrote the file anew is the host: %s', (_, base, reformed) => {
  const edited = base === BASE ? EDITED : base.replace('1', '7').replace('x', 'xx');
  const [before, plain, other] = [base, edited, reformed].map(parseContract);
  if (!before || !plain || !other) throw new Error('There are three versions.');
  expect(hostOf(before, plain, other)).toBe('theirs');
  expect(hostOf(before, other, plain)).toBe('ours');
  // Both sides reformatted the file, or neither did.
  expect(hostOf(before, other, other)).toBe('ours');
  expect(hostOf(before, plain, plain)).toBe('ours');
});

test.each<[string, string, string]>([
  ['half of it indented', BASE, BASE.replace(/^ {6}/gm, '        ')],
  ['a key moved', BASE, json({ list: VALUE.list, name: VALUE.name, colors: VALUE.colors })],
  ['one map sorted', BASE, json({ ...VALUE, colors: sorted(VALUE.colors) })],
  ['most of it deleted', BASE, '{\n  "name": "x"\n}\n'],
  ['another file', BASE, YAML],
  ['much added', BASE, json({ ...VALUE, more: Array.from({ length: 90 }, (_, at) => at) })],
  ['nothing', BASE, ''],
  ['from nothing', '', BASE],
  ['a map moved into another', YAML, `c: 1\n${YAML.replace('b:', 'd:')}`],
  ['sorted before', yamlSorted, yamlSorted.replace('z: 1', 'zz: 1')],
])('what is no certain sign leaves ours the host: %s', (_, base, side) => {
  const [before, other] = [base, side].map(parseContract);
  if (!before || !other) throw new Error('There are two versions.');
  expect(hostOf(before, before, other)).toBe('ours');
});
