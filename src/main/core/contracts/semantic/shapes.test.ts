import { expect, test } from 'vitest';
import { foundIn } from './real-contracts-fixture.ts';

/** A contract with a table `notes` of these lines and a table `users`. */
const notes = (...lines: readonly string[]) =>
  [
    'tables:',
    '  users: { columns: { id: int, name: text } }',
    '  notes:',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
const NOTES = 'columns: { id: int, owner: int, name: text, at: timestamptz }';

test.each<[string, string, string, readonly string[]]>([
  [
    'references as SQL',
    'db.yaml',
    notes('columns: { o: int references users(id) on delete cascade }'),
    [],
  ],
  [
    'references with a schema',
    'db.yaml',
    notes('columns: { o: { type: int, references: public.users(id) } }'),
    [],
  ],
  [
    'references with quotes',
    'db.yaml',
    notes(`columns: { o: { type: int, references: '"public"."users" ("id")' } }`),
    [],
  ],
  [
    'references in words',
    'db.yaml',
    notes('columns: { o: { type: int, references: the account at Stripe } }'),
    [],
  ],
  [
    'foreign keys by column',
    'db.yaml',
    notes(NOTES, 'foreignKeys: { owner: { table: users, column: id } }'),
    [],
  ],
  [
    'foreign keys by column, of none',
    'db.yaml',
    notes(NOTES, 'foreignKeys: { owner: { table: users, column: key } }'),
    ['db/foreign-key-column tables.notes.foreignKeys[owner]'],
  ],
  [
    'foreign keys by column, as text',
    'db.yaml',
    notes(NOTES, 'foreign_keys: { owner: users.key }'),
    ['db/foreign-key-column tables.notes.foreign_keys[owner]'],
  ],
  [
    'an expression',
    'db.yaml',
    notes(
      NOTES,
      'indexes: [{ name: i, expression: lower(name) }, { name: j, columns: "lower(name), at desc" }]',
    ),
    [],
  ],
  ['a list of columns', 'db.yaml', notes(NOTES, 'indexes: [name, [owner, at]]'), []],
  [
    'a list of columns, one of none',
    'db.yaml',
    notes(NOTES, 'indexes: [name, [owner, on]]'),
    ['db/index-column tables.notes.indexes[1]'],
  ],
  [
    'a list of names of indexes',
    'db.yaml',
    notes(NOTES, 'indexes: [idx_notes_name, notes_at_idx]'),
    [],
  ],
  [
    'an index on a table',
    'db.yaml',
    notes(NOTES, 'indexes: [{ name: i, on: notes, expression: lower(name) }]'),
    [],
  ],
  [
    'an index by column and order',
    'db.yaml',
    notes(NOTES, 'indexes: { recent: { columns: { at: -1, owner: 1 } } }'),
    [],
  ],
  [
    'aliases of types',
    'db.yaml',
    'tables:\n  a: { columns: { id: character varying(36) } }\n  b: { columns: { a: { type: VARCHAR, references: a.id } } }\n',
    [],
  ],
  [
    'times with a zone',
    'db.yaml',
    'tables:\n  a: { columns: { at: timestamptz } }\n  b: { columns: { at: { type: timestamp with time zone, references: a.at } } }\n',
    [],
  ],
  [
    'times without one',
    'db.yaml',
    'tables:\n  a: { columns: { at: timestamptz } }\n  b: { columns: { at: { type: timestamp, references: a.at } } }\n',
    ['db/foreign-key-type tables.b.columns.at'],
  ],
  [
    'columns that come from elsewhere',
    'db.yaml',
    'base: &base { id: int }\ntables:\n  a: { columns: { <<: *base, name: text }, indexes: [id] }\n',
    [],
  ],
  [
    'a check of one of two',
    'db.yaml',
    notes('columns: { a: { type: text, default: c, check: "a IN (\'x\') OR a IS NULL" } }'),
    [],
  ],
  [
    'a default that the database works out',
    'db.yaml',
    notes("columns: { a: { type: text, default: lower('X'), check: \"a IN ('x')\" } }"),
    [],
  ],
  [
    'no default',
    'db.yaml',
    notes('columns: { a: { type: text, default: NULL, check: "a IN (\'x\')" } }'),
    [],
  ],
  [
    'a default below the limit',
    'db.yaml',
    notes('columns: { a: { type: int, default: 0, check: a > 0 } }'),
    ['db/default-check tables.notes.columns.a'],
  ],
  [
    'a default of no value in the list',
    'db.yaml',
    notes('columns: { a: { type: enum, values: [x, y], default: z } }'),
    ['db/default-check tables.notes.columns.a'],
  ],
  [
    'queries about no index',
    'db.yaml',
    `${notes(NOTES, 'indexes: [{ name: i, columns: [at] }]')}queries: { q: { indexes_used: [i, primary key, none, notes.pk, notes_pkey, users_name_key, by hand] } }\n`,
    [],
  ],
  [
    'an endpoint by method and path',
    'api.yaml',
    'endpoints:\n  GET /a: { returns: int }\n  "GET /a/": { returns: int }\n',
    ['api/duplicate-endpoint endpoints.GET /a/'],
  ],
  [
    'endpoints by route',
    'api.yaml',
    'users: { endpoints: { /a: { get: {} } } }\nx: { routes: [{ method: GET, path: /a }] }\n',
    ['api/duplicate-endpoint x.routes[GET /a]'],
  ],
  [
    'paths further down',
    'api.yaml',
    'shop: { paths: { "/a/{id}": { get: {} } } }\nmore: { paths: { "/a/{key}": { get: {} } } }\n',
    ['api/duplicate-endpoint more.paths./a/{key}.get'],
  ],
  [
    'two versions of one API',
    'api.yaml',
    'v1: { endpoints: { a: { method: GET, path: /a } } }\nv2: { endpoints: { a: { method: GET, path: /a } } }\n',
    [],
  ],
  [
    'answers by status',
    'api.yaml',
    'types: { User: { id: int } }\nendpoints:\n  - { method: GET, path: /a, returns: { 200: User, 404: NoSuchUser } }\n',
    [],
  ],
  [
    'answers by status, one of no type',
    'api.yaml',
    'types: { User: { id: int } }\nendpoints:\n  - { method: GET, path: /a, responses: { 200: Usr } }\n',
    ['api/missing-type endpoints[GET /a].responses.200'],
  ],
  ...[
    'Promise<User[]>',
    'Page<User>',
    '204',
    'NoContent',
    'User | null',
    '201 Created',
    'Result<User, NotFoundError>',
    'The User itself',
    'array of User',
    '{ data: User[] }',
    'Map<string, User>',
    'T',
    'DateTime',
  ].map((text): [string, string, string, readonly string[]] => [
    `the answer ${text}`,
    'api.yaml',
    `types: { User: { id: int } }\nendpoints:\n  - { method: GET, path: /a, returns: ${JSON.stringify(text)} }\n`,
    [],
  ]),
  [
    'security by name in a contract that declares schemes',
    'api.yaml',
    'securitySchemes: { jwt: {} }\nendpoints: [{ method: GET, path: /a, security: [jwt] }, { method: GET, path: /b, security: [key] }]\n',
    ['api/missing-security endpoints[GET /b].security'],
  ],
  [
    'security in words',
    'api.yaml',
    'endpoints: [{ method: GET, path: /a, security: [signed in] }]\n',
    [],
  ],
  [
    'what must not be there',
    'a.schema.json',
    '{ "properties": { "a": {} }, "not": { "required": ["b"] } }',
    [],
  ],
  [
    'open properties',
    'a.schema.json',
    '{ "properties": { "a": {} }, "required": ["b"], "additionalProperties": true }',
    [],
  ],
  [
    'a reference to oneself',
    'a.schema.json',
    '{ "$defs": { "A": { "allOf": [{ "$ref": "#/$defs/A" }], "required": ["a"], "properties": { "a": {} } } } }',
    [],
  ],
  [
    'what every object inherits',
    'a.schema.json',
    '{ "a": { "$ref": "#/constructor" } }',
    ['api/missing-reference a.$ref'],
  ],
  [
    'relationships by both columns',
    'db.yaml',
    `${notes(NOTES)}relationships: { a: { from: users, to: notes, foreignKey: notes.owner -> users.id } }\n`,
    [],
  ],
  [
    'relationships by both columns, one of none',
    'db.yaml',
    `${notes(NOTES)}relationships: { a: { from: users, to: notes, foreignKey: notes.owner -> users.uid } }\n`,
    ['db/relationship relationships.a'],
  ],
  [
    'relationships by a column of no table',
    'db.yaml',
    `${notes(NOTES)}relationships: { a: { from: users, to: notes, foreignKey: { table: note, column: owner } } }\n`,
    ['db/relationship relationships.a'],
  ],
  [
    'endpoints of two services in one list',
    'api.yaml',
    'endpoints: [{ method: GET, path: /health, service: a }, { method: GET, path: /health, service: b }]\n',
    [],
  ],
  [
    'tokens in a file of any name',
    'brand.json',
    '{ "a": { "$value": "#fff", "b": { "$value": "#000" } } }',
    ['tokens/token-and-group a'],
  ],
  [
    'types as design tools call them',
    'tokens.json',
    '{ "a": { "value": "#fff", "type": "spacing" }, "b": { "value": "{c}", "type": "borderRadius" }, "c": { "value": "4", "type": "sizing" } }',
    ['tokens/wrong-type a'],
  ],
  [
    'groups of endpoints in a file of any name',
    'backend.yaml',
    'users: { endpoints: { a: { method: GET, path: /a }, b: { method: GET, path: /a } } }\n',
    ['api/duplicate-endpoint users.endpoints.b'],
  ],
])('%s', (_, path, text, expected) => {
  expect(foundIn(path, text)).toEqual(expected);
});
