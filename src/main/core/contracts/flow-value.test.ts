import { expect, test } from 'vitest';
import { valueIn } from './flow-value.ts';
import { parseContract } from './parse.ts';
import type { Collection } from './tree-shape.ts';

/** Writes the value of `a` in one text as the value of `a` in another. */
function written(source: string, host: string): string {
  const [from, to] = [source, host].map((text) => parseContract(text).root as Collection);
  const [slot, place] = [from, to].map((root) => root?.slots.find(({ name }) => name === 'a'));
  if (!slot || !place || !to) throw new Error('Both have an a.');
  const [at, end] = place.value.range;
  const value = valueIn({ text: source, value: slot.value }, { text: host, at, parent: to });
  return host.slice(0, at) + value + host.slice(end);
}

test.each([
  [
    'of two blanks into four',
    '{\n  "a": {\n    // x\n    "b": [\n      1\n    ]\n  }\n}\n',
    '{\n    "a": 1,\n    "c": 2\n}\n',
    '{\n    "a": {\n        // x\n        "b": [\n            1\n        ]\n    },\n    "c": 2\n}\n',
  ],
  [
    'of many lines into one',
    '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n',
    '{"a":1,"c":2}',
    '{"a":{"b":[1]},"c":2}',
  ],
  [
    'of one line into many',
    '{"a":{"b":[1]}}',
    '{\r\n\t"a": 1\r\n}\r\n',
    '{\r\n\t"a": {\r\n\t\t"b": [\r\n\t\t\t1\r\n\t\t]\r\n\t}\r\n}\r\n',
  ],
  [
    'that shares its line',
    '{\n  "a": [1, 2]\n}\n',
    '{\n    "a": 1\n}\n',
    '{\n    "a": [1, 2]\n}\n',
  ],
  [
    'of YAML',
    'a: [\n  x,\n  y\n]\n',
    'm:\n    z: 1\na: 1\n',
    'm:\n    z: 1\na: [\n    x,\n    y\n]\n',
  ],
])('a value %s is written in the style of the target file', (_, source, host, result) => {
  expect(written(source, host)).toBe(result);
});

test('a person decides about a comment that does not fit on one line', () => {
  const source = '{\n  "a": {\n    "b": 1 // one\n  }\n}\n';
  expect(() => written(source, '{"a":1,"c":2}')).toThrow(/line of its own/);
});
