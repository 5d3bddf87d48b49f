import { expect, test } from 'vitest';
import { readCases } from './cases/read-cases-fixture.ts';
import { readJson } from './json-tree.ts';
import { parseYaml } from './tree.ts';

const ODD = [
  '\uFEFF{ "a": [1, -0, 1.50, 1e3, 12345678901234567890], "b\\n\\"\\\\": "\\u00e9\\/", "": null }\n',
  '[]',
  ' { "a" : { } , "b":[ [true,false] ,"]},:" ] }',
  '{"a":"x\\\\"}\r\n',
];

test('JSON is read as the parser of YAML reads it, places included', () => {
  const cases = readCases().flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  let read = 0;
  for (const text of [...ODD, ...cases]) {
    const tree = readJson(text);
    if (!tree) continue;
    read += 1;
    expect(tree, text).toEqual(parseYaml(text).root);
  }
  expect(read).toBeGreaterThan(ODD.length + 40);
});

test('what is no JSON is left to the parser of YAML', () => {
  for (const text of ['{ a: 1 }', '{"a": 1,}', '{"a": 1} # b', '7', ''])
    expect(readJson(text)).toBeNull();
  expect(() => readJson('{"a": 1, "a": 2}')).toThrow(/key twice/);
  expect(() => readJson('['.repeat(300) + ']'.repeat(300))).toThrow(/deeply/);
});
