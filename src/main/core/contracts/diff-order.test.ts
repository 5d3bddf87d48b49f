import { expect, test } from 'vitest';
import { changeLine } from './change-words.ts';
import type { ContractTopic } from './contract-rules.ts';
import { diffContracts } from './diff.ts';

const lines = (before: string, after: string, topic: ContractTopic | null = 'api') =>
  (diffContracts({ before, after, topic, identity: [] }) ?? []).map(changeLine);

test.each<[string, string, string, ContractTopic, readonly string[]]>([
  [
    'a list of plain values in another order',
    'order: [a, b, c]\n',
    'order: [c, a, b]\n',
    'api',
    ['~ order: [a, b, c] → [c, a, b] (breaking)'],
  ],
  [
    'a primary key in another order',
    't: { primary_key: [tenant, id] }\n',
    't: { primary_key: [id, tenant] }\n',
    'database',
    ['~ t.primary_key: [tenant, id] → [id, tenant] (breaking)'],
  ],
  [
    'steps in another order, and one of them changed',
    'steps:\n  - { name: a, run: x }\n  - { name: b }\n',
    'steps:\n  - { name: b }\n  - { name: a, run: y }\n',
    'infra',
    [
      '~ steps: - { name: a, run: x } - { name: b } → - { name: b } - { name: a, run: y }',
      '~ steps[a].run: x → y',
    ],
  ],
  [
    'the order of parameters is not breaking, as they are found by name',
    'parameters: [{ name: a }, { name: b }]\n',
    'parameters: [{ name: b }, { name: a }]\n',
    'api',
    ['~ parameters: [{ name: a }, { name: b }] → [{ name: b }, { name: a }]'],
  ],
  [
    'an item added at the front is not a reordering',
    'order: [a, b]\n',
    'order: [x, a, b]\n',
    'api',
    ['+ order[x]: x'],
  ],
  [
    'a removed item is not a reordering',
    'order: [a, b, c]\n',
    'order: [a, c]\n',
    'api',
    ['- order[b]: b (breaking)'],
  ],
  ...['required', 'enum', 'tags', 'scopes', 'security'].map(
    (key): [string, string, string, ContractTopic, readonly string[]] => [
      `${key} has no order`,
      `x: { ${key}: [a, b] }\n`,
      `x: { ${key}: [b, a] }\n`,
      'schema',
      [],
    ],
  ),
  [
    'security requirements as a block list have no order either',
    'security:\n  - a: []\n  - b: [x]\n',
    'security:\n  - b: [x]\n  - a: []\n',
    'schema',
    [],
  ],
  [
    'a property named enum is not a set',
    'properties: { enum: { oneOf: [1, 2] } }\n',
    'properties: { enum: { oneOf: [2, 1] } }\n',
    'schema',
    ['~ properties.enum.oneOf: [1, 2] → [2, 1] (breaking)'],
  ],
])('%s', (_, before, after, topic, expected) => {
  expect(lines(before, after, topic)).toEqual(expected);
});

const WORDS = [
  'title',
  'tags',
  'description',
  'note',
  'summary',
  'example',
  'comment',
  'deprecated',
];

test.each(WORDS)('a field that is called %s breaks like any other', (word) => {
  const schema = (type: string) =>
    `components: { schemas: { A: { properties: { ${word}: { type: ${type} } } } } }\n`;
  expect(lines(schema('string'), schema('integer'), 'schema')).toEqual([
    `~ components.schemas.A.properties.${word}.type: string → integer (breaking)`,
  ]);
  const table = (type: string) => `tables: { t: { columns: { id: int, ${word}: ${type} } } }\n`;
  expect(lines(table('text'), table('int'), 'database')).toEqual([
    `~ tables.t.columns.${word}: text → int (breaking)`,
  ]);
  expect(lines(table('text'), 'tables: { t: { columns: { id: int } } }\n', 'database')).toEqual([
    `- tables.t.columns.${word}: text (breaking)`,
  ]);
  const type = (kind: string) =>
    `types: { Note: { id: { type: uuid }, ${word}: { type: ${kind} } } }\n`;
  expect(lines(type('string'), type('int'))).toEqual([
    `~ types.Note.${word}.type: string → int (breaking)`,
  ]);
  const body = (kind: string) =>
    `notes: { endpoints: { add: { method: POST, path: /n, takes: { ${word}: ${kind} } } } }\n`;
  expect(lines(body('string'), body('int'))).toEqual([
    `~ notes.endpoints.add.takes.${word}: string → int (breaking)`,
  ]);
  const token = (name: string) => `color: { ink: "#000", ${name}: "#111" }\n`;
  expect(lines(token(word), 'color: { ink: "#000" }\n', 'tokens')).toEqual([
    `- color.${word}: "#111" (breaking)`,
  ]);
});

test.each<[string, string, string, ContractTopic]>([
  [
    'of an endpoint',
    'users: { endpoints: { list: { method: GET, path: /u, description: a } } }',
    'description: a',
    'api',
  ],
  ['of a property', 'properties: { a: { type: string, title: a } }', 'title: a', 'schema'],
  [
    'of a column',
    'tables: { t: { columns: { a: { type: int, note: a } } } }',
    'note: a',
    'database',
  ],
  ['of an operation', 'paths: { /a: { get: { tags: [a] } } }', 'tags: [a]', 'schema'],
  ['of a type', 'types: { A: { type: string, description: a } }', 'description: a', 'api'],
  ['of a token', 'a: { ink: { value: "#000", usage: a } }', 'usage: a', 'tokens'],
  [
    'of a response',
    'paths: { /a: { get: { responses: { "200": { description: a } } } } }',
    'description: a',
    'schema',
  ],
  ['in an example', 'paths: { /a: { get: { example: { title: a } } } }', 'title: a', 'schema'],
])('words about a thing break nobody: %s', (_, text, word, topic) => {
  const after = text.replace(word, word.replace(/a(\]?)$/, 'b$1'));
  const changes = diffContracts({ before: text, after, topic, identity: [] }) ?? [];
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.filter(({ breaking }) => breaking)).toEqual([]);
});

test.each<[string, string, string, ContractTopic, boolean]>([
  [
    'a new limit',
    'properties: { a: { type: string } }',
    'properties: { a: { type: string, maxLength: 3 } }',
    'schema',
    true,
  ],
  [
    'new security',
    'paths: { /a: { get: {} } }',
    'paths: { /a: { get: { security: [{ a: [] }] } } }',
    'schema',
    true,
  ],
  [
    'a field called pattern',
    'properties: { a: {} }',
    'properties: { a: {}, pattern: {} }',
    'schema',
    false,
  ],
  [
    'a field called required',
    'properties: { a: {} }',
    'properties: { a: {}, required: { type: string } }',
    'schema',
    false,
  ],
  [
    'a new column that may not be empty',
    'columns: { a: int }',
    'columns: { a: int, b: { type: int, nullable: false } }',
    'database',
    true,
  ],
  [
    'a new column with a default',
    'columns: { a: int }',
    'columns: { a: int, b: { type: int, nullable: false, default: 0 } }',
    'database',
    false,
  ],
  [
    'a new column that may be empty',
    'columns: { a: int }',
    'columns: { a: int, b: { type: int, nullable: true } }',
    'database',
    false,
  ],
])('what is added: %s', (_, before, after, topic, breaking) => {
  expect(diffContracts({ before, after, topic, identity: [] })).toMatchObject([
    { kind: 'added', breaking },
  ]);
});
