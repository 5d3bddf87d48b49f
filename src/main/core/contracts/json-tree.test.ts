import { expect, test } from 'vitest';
import { readCases } from './cases/read-cases-fixture.ts';
import { looksLikeJson } from './json-reader.ts';
import { readJson } from './json-tree.ts';
import { parseContract } from './parse.ts';
import { parseYaml } from './tree.ts';

const ODD = [
  '\uFEFF{ "a": [1, -0, 1.50, 1e3, 12345678901234567890], "b\\n\\"\\\\": "\\u00e9\\/", "": null }\n',
  '[]',
  ' { "a" : { } , "b":[ [true,false] ,"]},:" ] }',
  '{"a":"x\\\\"}\r\n',
  '{"a": 1e400, "b": "\\u0000", "__proto__": {"x": 1}, "constructor": 2}',
  '{"a":1,}',
  '[1, [2,],\n]',
];

test('parses JSON to the same tree and offsets as the YAML parser', () => {
  const cases = readCases().flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  let read = 0;
  for (const text of [...ODD, ...cases]) {
    // Skip texts that YAML parses differently; the JSON reader exists for those.
    if (!looksLikeJson(text) || /\/[/*]/.test(text)) continue;
    const json = readJson(text);
    if (!json) continue;
    read += 1;
    expect(json.root, text).toEqual(parseYaml(text).root);
  }
  expect(read).toBeGreaterThan(ODD.length + 40);
});

test('comments and their colons are not part of values', () => {
  const plain = '{ "x": 1, "y": [2, 3] }';
  const prints = new Set(
    [
      plain,
      '{ "x": 1, // see http://a: b\n"y": [2, /* , 4 */ 3] }',
      '// "z": 1\n/* { */ {"x": /* 7 */ 1 /**/, "y": [2, 3 // ]\r\n,]} // end',
      '\uFEFF/*/ { /*/{"x"/*:*/:1,"y":[2,3,],}',
    ].map((text) => parseContract(text).root?.print),
  );
  expect([...prints]).toEqual([parseContract(plain).root?.print]);
  const { rest } = parseContract('{ // one\n "a": "// none", /* two\n  lines */ }');
  expect(rest).toBe('# // one\n# /* two lines */\n');
});

test('keeps integers exact and lone surrogates intact', () => {
  const values = (text: string) =>
    readJson(text)?.root.kind === 'seq' && parseContract(text).root?.print;
  expect(values('[9007199254740993]')).not.toBe(values('[9007199254740992]'));
  expect(values(`[${'9'.repeat(100_000)}]`)).not.toBe(values(`[${'9'.repeat(99_999)}8]`));
  expect(values('["\\ud800"]')).not.toBe(values('["\\udfff"]'));
  expect(values('["\\ud83d\\ude00"]')).toBe(values('["😀"]'));
  expect(values('[1.0]')).not.toBe(values('[1]'));
});

test('leaves text that is not JSON to the YAML parser', () => {
  for (const text of [
    '{ a: 1 }',
    "{'a': 1}",
    '{"a": 1} # b',
    '{"a": 1}: 2',
    '7',
    '',
    '[,]',
    '# x\n{}',
  ])
    expect(readJson(text), text).toBeNull();
  expect(parseContract('{ a: 1, url: http://x//y, "b": "// c" }').root?.kind).toBe('map');
});

test.each([
  ['a key twice', '{"a": 1, "a": 2}', /duplicate key/],
  ['a key twice, spelled differently', '{"a": 1, "\\u0061": 2}', /duplicate key/],
  ['300 levels', '['.repeat(300) + ']'.repeat(300), /deeply/],
  ['100,000 levels', '['.repeat(100_000), /deeply/],
  ['a comment without an end', '{"a": 1} /* x', /cannot be parsed|JSON comments/],
  ['a NUL character', '{"a": \0}', /not JSON/],
  ['comments and keys without quotes', '{ a: 1, // of note\n  b: 2 }', /JSON comments/],
  ['comments in YAML lists', '[ /* one */ a ]', /JSON comments/],
  [
    'a comment that may end early',
    '{"a": 1 // x\u2028, "b": 2\n}',
    /JSON comments|cannot be parsed/,
  ],
])('only text can merge %s', (_, text, reason) => {
  expect(() => parseContract(text)).toThrow(reason);
});
