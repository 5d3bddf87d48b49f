import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { formOf } from './contract-form.ts';
import { contractRules } from './contract-rules.ts';

const REMEDY =
  '. If this file may have them, set "comments: true" for it in .tributary/config.yaml';

const messages = (text: string, more: { path?: string; comments?: boolean } = {}) => {
  const { path = 'contracts/things.json', comments } = more;
  const [checked] = checkFiles([{ path, comments, bytes: Buffer.from(text) }]);
  return checked?.findings.map(({ message }) => message);
};

test.each<[string, string]>([
  [
    '{\n  "a": 1,\n    // one\n  "b": 2\n}',
    `Comments are not allowed in JSON; line 3, column 5${REMEDY}`,
  ],
  ['{"a": 1} /* x */\n// y', `Comments are not allowed in JSON; line 1, column 10${REMEDY}`],
  [
    '{"a": [1,\n]}',
    `A comma after the last entry is not allowed in JSON; line 1, column 9${REMEDY}`,
  ],
  [
    '\uFEFF{"a": 1,}',
    `A comma after the last entry is not allowed in JSON; line 1, column 8${REMEDY}`,
  ],
  ["{'a': 1}", 'A key in double quotes is missing here; line 1, column 2'],
  ['{ a: 1 }', 'A key in double quotes is missing here; line 1, column 3'],
  ["[\r\n'a']", 'Strings must be in double quotes in JSON; line 2, column 1'],
  ['{"a" 1}', 'A colon (:) is missing after the key; line 1, column 6'],
  ['{"a": 1\n "b": 2}', 'A comma or } is missing before this; line 2, column 2'],
  ['{"a": }', 'A value is missing here; line 1, column 7'],
  ['[1,,2]', 'A value is missing here; line 1, column 4'],
  ['{"a": 1', 'The text ends before }; line 1, column 8'],
  ['[1, 2', 'The text ends before ]; line 1, column 6'],
  ['{"a": 01}', 'This number is not valid JSON; line 1, column 7'],
  ['{"a": +1}', 'This number is not valid JSON; line 1, column 7'],
  ['{"a": NaN}', 'The word NaN is not valid in JSON; line 1, column 7'],
  ['{"a": "x\n"}', 'A string has no closing quote on its line; line 1, column 7'],
  ['{"a": "\\x"}', 'This escape sequence is not valid in JSON; line 1, column 8'],
  ['{"a": "\t"}', 'A string contains a control character; line 1, column 8'],
  ['{"a": 1} {"b": 2}', 'There is text after the end of the JSON; line 1, column 10'],
  ['{"a": 1 /* x', 'A comment has no end (*/); line 1, column 9'],
  ['', 'The text ends where a value is expected; line 1, column 1'],
  [
    '{"m": {"a": 1,\n"\\u0061": 2}}',
    'line 2, column 1: the key a is already defined (line 1, column 8).',
  ],
  ['['.repeat(300), 'It is nested too deeply. Its meaning was not checked.'],
])('%j is told as a JSON tool tells it', (text, message) => {
  expect(messages(text)).toEqual([message]);
});

test('allows comments by file name or configuration', () => {
  const text = '{\n  // see http://a: b\n  "a": 1, /* two */\n}\n';
  const known = [
    'tsconfig.json',
    'a/tsconfig.build.json',
    'jsconfig.json',
    'a/b.jsonc',
    'x.code-workspace',
    '.devcontainer/devcontainer.json',
    '.vscode/settings.json',
    'a/.vscode/launch.json',
    '.swcrc',
    '.eslintrc.json',
    'api-extractor.json',
  ];
  for (const path of known) expect(messages(text, { path }), path).toEqual([]);
  for (const path of [
    'package.json',
    'vscode/settings.json',
    'my-tsconfig-notes.json',
    'contracts/api.json',
  ])
    expect(messages(text, { path }), path).toHaveLength(2);
  expect(messages(text, { comments: true })).toEqual([]);
  expect(messages(text, { path: 'tsconfig.json', comments: false })).toHaveLength(2);
  // Syntax errors are also reported in files that may have comments.
  expect(messages('{"a" 1}', { path: 'tsconfig.json' })).toHaveLength(1);
  expect(formOf('contracts/api.yaml', true)).toBe('yaml');
});

test('rules read the values of JSON with comments', () => {
  const text = '{ "color": { "a": { "$value": "{color.none}" } } } // "none": 1';
  const [checked] = checkFiles([{ path: 'tokens.jsonc', bytes: Buffer.from(text) }]);
  expect(checked?.findings).toMatchObject([{ rule: 'tokens/missing-reference' }]);
  const odd = '{"__proto__": {"x": 1}, "big": 12345678901234567890, "none": null, "yes": true}';
  expect(messages(odd)).toEqual([]);
});

test('a configuration allows comments in a JSON file', () => {
  const config = { contracts: [{ name: 'x', path: 'etc/*.json', comments: true }] };
  expect(contractRules(config, null).of('etc/x.json')?.comments).toBe(true);
  expect(contractRules({}, null).of('contracts/x.jsonc')).toMatchObject({ name: 'x' });
  expect(contractRules({}, null).of('contracts/x.json')?.comments).toBeUndefined();
});
