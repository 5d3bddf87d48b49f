import { expect, test } from 'vitest';
import { checkFiles } from '../check-files.ts';
import { RULES } from './check-semantics.ts';

const DATABASE = 'contracts/database-contracts.yaml';
const API = 'contracts/api-contracts.yaml';
const TOKENS = 'contracts/design-tokens.yaml';
const bytes = (text: string) => Buffer.from(text);

/** Findings in one contract, as `rule path`. */
function found(path: string, text: string, more: Record<string, string> = {}): string[] {
  const others = Object.entries(more).map(([other, content]) => ({
    path: other,
    bytes: bytes(content),
  }));
  const [checked] = checkFiles([{ path, bytes: bytes(text) }, ...others]);
  return (checked?.findings ?? []).map((one) => `${one.rule} ${one.path}`);
}

const table = (...lines: readonly string[]) =>
  ['tables:', '  users:', '    columns: { id: int, name: text }', ...lines, ''].join('\n');
const notes = (...lines: readonly string[]) =>
  table('  notes:', ...lines.map((one) => `    ${one}`));

test.each<[string, string, string, readonly string[]]>([
  [
    'a good database',
    DATABASE,
    notes(
      'columns: { id: int, owner: { type: int, references: users.id } }',
      'indexes: [{ columns: [owner] }]',
    ),
    [],
  ],
  [
    'a column twice in a list',
    DATABASE,
    'tables:\n  - name: t\n    columns:\n      - { name: a, type: int }\n      - { name: a, type: text }\n',
    ['db/duplicate-column tables[t].columns[a]'],
  ],
  [
    'a table twice in a list',
    DATABASE,
    'tables:\n  - { name: t }\n  - { name: T }\n',
    ['db/duplicate-table tables[T]'],
  ],
  [
    'a foreign key to no table',
    DATABASE,
    notes('columns: { o: { type: int, references: people.id } }'),
    ['db/foreign-key-table tables.notes.columns.o'],
  ],
  [
    'a foreign key to no column',
    DATABASE,
    notes('columns: { o: { type: int, references: { table: users, column: uid } } }'),
    ['db/foreign-key-column tables.notes.columns.o'],
  ],
  [
    'a foreign key of no column',
    DATABASE,
    notes(
      'columns: { id: int }',
      'foreignKeys: [{ name: fk, columns: [o], references: users(id) }]',
    ),
    ['db/foreign-key-column tables.notes.foreignKeys[fk]'],
  ],
  [
    'a foreign key of another type',
    DATABASE,
    notes('columns: { o: { type: uuid, references: users.id } }'),
    ['db/foreign-key-type tables.notes.columns.o'],
  ],
  [
    'serial and integer are one type',
    DATABASE,
    'tables:\n  a: { columns: { id: serial } }\n  b: { columns: { a: { type: INTEGER, references: a.id } } }\n',
    [],
  ],
  [
    'an index of a dropped column',
    DATABASE,
    notes('columns: { id: int }', 'indexes: [{ name: i, columns: [gone] }]'),
    ['db/index-column tables.notes.indexes[i]'],
  ],
  [
    'the same index twice',
    DATABASE,
    notes('columns: { id: int }', 'indexes: [{ columns: [id] }, { columns: [id] }]'),
    ['db/duplicate-index tables.notes.indexes[1]'],
  ],
  [
    'a migration id twice',
    DATABASE,
    'migrations: [{ id: 7 }, { id: 8 }, { id: 7 }]\ntables: {}\n',
    ['db/migration-id migrations[2]'],
  ],
  [
    'a good API',
    API,
    'endpoints:\n  - { method: GET, path: /a, returns: "Note[]" }\n  - { method: POST, path: /a }\n',
    [],
  ],
  [
    'an endpoint twice',
    API,
    'endpoints:\n  - { method: GET, path: /u/:id }\n  - { method: get, path: "/u/{user}" }\n',
    ['api/duplicate-endpoint endpoints[get /u/{user}]'],
  ],
  [
    'two parameters of one OpenAPI path',
    'openapi.yaml',
    'openapi: 3.1.0\npaths:\n  /u/{id}: { get: {} }\n  /u/{userId}: { get: {} }\n',
    ['api/duplicate-endpoint paths./u/{userId}.get'],
  ],
  [
    'an operation id twice',
    'openapi.yaml',
    'openapi: 3.1.0\npaths:\n  /a: { get: { operationId: x } }\n  /b: { get: { operationId: x } }\n',
    ['api/duplicate-operation paths./b.get'],
  ],
  [
    'a reference to nothing',
    'openapi.yaml',
    'openapi: 3.1.0\npaths: { /a: { get: { x: { $ref: "#/components/schemas/User" } } } }\n',
    ['api/missing-reference paths./a.get.x.$ref'],
  ],
  [
    'a reference with escapes',
    'openapi.yaml',
    'openapi: 3.1.0\npaths: { /a: { get: {} } }\nx: { $ref: "#/paths/~1a/get" }\n',
    [],
  ],
  [
    'a type that nobody describes',
    API,
    'types: { Note: { id: int } }\nendpoints:\n  - { method: GET, path: /a, returns: "User[]" }\n',
    ['api/missing-type endpoints[GET /a].returns'],
  ],
  ['good tokens', TOKENS, 'color: { ink: "#000", text: "{color.ink}" }\n', []],
  [
    'a token of nothing',
    TOKENS,
    'color: { text: { $value: "{color.ink}" } }\n',
    ['tokens/missing-reference color.text'],
  ],
  ['tokens in a circle', TOKENS, 'a: "{b}"\nb: "{c}"\nc: "{a}"\n', ['tokens/cycle a']],
  [
    'one colour under two names',
    TOKENS,
    'color: { ink: "#00F", blue: "#00f" }\n',
    ['tokens/duplicate-value color.blue'],
  ],
])('%s', (_, path, text, expected) => {
  expect(found(path, text)).toEqual(expected);
});

test('an API that names a column that is not in the database', () => {
  const api =
    'types:\n  User: { table: users, fields: { mail: { column: email }, name: { column: name } } }\n';
  expect(found(API, api, { [DATABASE]: table() })).toEqual([
    'cross/missing-column types.User.fields.mail.column',
  ]);
  expect(found(API, api)).toEqual([]);
  expect(found(API, 'x: { column: people.id }\n', { [DATABASE]: table() })).toHaveLength(1);
});

test('reports breaking changes to consumers of the contract', () => {
  const before = bytes(
    'types:\n  Note: { fields: { id: int, text: string } }\nendpoints:\n  - { method: GET, path: /a }\n',
  );
  const after = bytes(
    'types:\n  Note: { fields: { id: string } }\nendpoints:\n  - { method: GET, path: /a, parameters: [{ name: q, required: true }] }\n',
  );
  const of = (consumers: readonly string[]) =>
    checkFiles([{ path: API, bytes: after, before, consumers }])[0]?.introduced ?? [];
  expect(of(['frontend']).map(({ path }) => path)).toEqual([
    'endpoints[GET /a]',
    'types.Note.fields.id',
    'types.Note.fields.text',
  ]);
  expect(of(['frontend'])[0]?.message).toBe('GET /a now needs q, which frontend may not send.');
  expect(of([])).toEqual([]);
});

test('a column whose type one side changed and whose nullability the other side changed', () => {
  const column = (text: string) => bytes(`tables: { t: { columns: { a: ${text} } } }\n`);
  const [checked] = checkFiles([
    {
      path: DATABASE,
      bytes: column('{ type: text, nullable: true }'),
      before: column('{ type: int, nullable: false }'),
      sides: {
        ours: column('{ type: text, nullable: false }'),
        theirs: column('{ type: int, nullable: true }'),
      },
    },
  ]);
  expect(checked?.introduced.map(({ rule }) => rule)).toEqual(['db/column-changed-by-both']);
});

test('findings from before, or from one side, were not introduced by the merge', () => {
  const broken = bytes('color: { text: "{color.ink}" }\n');
  const checked = checkFiles([{ path: TOKENS, bytes: broken, before: broken }])[0];
  expect([checked?.findings.length, checked?.introduced.length]).toEqual([1, 0]);
});

test('every rule has a unique id and a reason', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, reason } of RULES)
    expect(`${id}: ${reason}`).toMatch(/^\w+\/[\w-]+: [A-Z].+\.$/);
});

test('rules do not throw on malformed values', () => {
  for (const odd of [
    '',
    'null',
    '7',
    '[1, 2]',
    'tables: 3',
    'tables: [1, { name: { a: 1 } }]',
    'paths: [1]',
    '$schema: { toString: 1 }',
    'a: { $value: { toString: 1 } }',
    'a: &a [*a]',
    '- {',
  ]) {
    for (const path of [DATABASE, API, TOKENS, 'a.yaml'])
      expect(() => found(path, odd)).not.toThrow();
  }
});
