import { expect, test } from 'vitest';
import { changed, foundIn, realContract } from './real-contracts-fixture.ts';

test.each(['database-contracts.yaml', 'sql-database.yaml', 'database-model.yaml'])(
  'nothing is found in %s',
  (name) => {
    expect(foundIn(name, realContract(name))).toEqual([]);
  },
);

type Change = readonly [from: string, to: string, ...expected: string[]];

const METHOD: readonly Change[] = [
  [
    'references: users(id) ON',
    'references: people(id) ON',
    'db/foreign-key-table tables.refresh_tokens.columns.user_id',
  ],
  [
    'references: users(id) ON',
    'references: users(uid) ON',
    'db/foreign-key-column tables.refresh_tokens.columns.user_id',
  ],
  [
    'references: auth.users(id)',
    'references: auth.people(id)',
    'db/foreign-key-table tables.posts.columns.author_id',
  ],
  [
    'references: auth.users(id)',
    'references: public.users(id)',
    'db/foreign-key-table tables.posts.columns.author_id',
  ],
  [
    'author_id: { type: uuid',
    'author_id: { type: bigint',
    'db/foreign-key-type tables.posts.columns.author_id',
    'db/foreign-key-type tables.posts.foreignKeys[fk_author]',
  ],
  [
    'parent_id: { type: bigint, references: posts.id }',
    'parent_id: { type: varchar, references: posts }',
    'db/foreign-key-type tables.posts.columns.parent_id',
  ],
  [
    'columns: [expires_at]',
    'columns: [expires_on]',
    'db/index-column tables.refresh_tokens.indexes[idx_refresh_tokens_expires_at]',
  ],
  [
    'created_at DESC NULLS LAST',
    'made_at DESC NULLS LAST',
    'db/index-column tables.users.indexes[idx_users_created]',
  ],
  [
    'unique: [author_id, title]',
    'unique: [author_id, headline]',
    'db/index-column tables.posts.unique',
  ],
  [
    'name: idx_users_role_active, columns: [role], where: deleted_at IS NULL',
    'name: idx_users_role_active, columns: [role]',
    'db/duplicate-index tables.users.indexes[idx_users_role_active]',
  ],
  ['foreignKey: author_id', 'foreignKey: writer_id', 'db/relationship relationships.user_posts'],
  [
    'from: users, to: posts',
    'from: users, to: articles',
    'db/relationship relationships.user_posts',
  ],
  [
    'foreign_key: user_id }',
    'foreign_key: owner_id }',
    'db/relationship tables.users.relationships[user_tokens]',
  ],
  [
    'indexes_used: [idx_users_email]',
    'indexes_used: [idx_users_mail]',
    'db/query-index queries.findUserByEmail.indexes_used[0]',
  ],
  [
    '- refresh_tokens.user_id (FK index)',
    '- tokens.user_id (FK index)',
    'db/query-index queries.findUserWithTokens.indexes_used[2]',
  ],
  [
    '- users.idx_users_created (for',
    '- users.idx_users_made (for',
    'db/query-index queries.listUsers.indexes_used[0]',
  ],
  ['default: "\'user\'"', 'default: member', 'db/default-check tables.users.columns.role'],
  [
    'default: "\'active\'::text"',
    'default: "\'new\'::text"',
    'db/default-check tables.users.columns.status',
  ],
  ['default: 18', 'default: 180', 'db/default-check tables.users.columns.age'],
  ["id: '002'", "id: '001'", 'db/migration-id migrations[1]'],
  [
    '      deleted_at: { type: timestamptz',
    '      email: { type: timestamptz',
    'contract.duplicateKey tables.users.columns.email',
    'db/index-column tables.users.indexes[idx_users_deleted_at]',
  ],
];

const SQL: readonly Change[] = [
  [
    '{ schema: shop, table: customers, column: id }',
    '{ schema: audit, table: customers, column: id }',
    'db/foreign-key-table schemas.shop.tables[orders].columns[customer_id]',
  ],
  [
    '{ schema: shop, table: customers, column: id }',
    '{ schema: shop, table: customers, column: key }',
    'db/foreign-key-column schemas.shop.tables[orders].columns[customer_id]',
  ],
  [
    'FOREIGN KEY (customer_id) REFERENCES shop.customers (id)',
    'FOREIGN KEY (buyer_id) REFERENCES shop.customers (id)',
    'db/foreign-key-column schemas.shop.tables[orders].constraints[1]',
  ],
  [
    "'orders(tenant_id, id) ON",
    "'orders(tenant_id, number) ON",
    'db/foreign-key-column schemas.shop.tables[order_lines].foreign_keys[0]',
  ],
  [
    '- order_id bigint not null',
    '- order_id text not null',
    'db/foreign-key-type schemas.shop.tables[order_lines].foreign_keys[0]',
  ],
  [
    '- customer bigint references shop.customers(id)',
    '- customer bigint references shop.clients(id)',
    'db/foreign-key-table schemas.shop.tables[order_lines].columns[customer]',
  ],
  [
    'default: open',
    'default: opened',
    'db/default-check schemas.shop.tables[orders].columns[state]',
  ],
  ['default: 1.5', 'default: 150', 'db/default-check schemas.shop.tables[orders].columns[weight]'],
  [
    "'placed desc', state]",
    "'sent desc', state]",
    'db/index-column schemas.shop.tables[orders].indexes[orders_placed]',
  ],
  [
    'include: [total]',
    'include: [sum]',
    'db/index-column schemas.shop.tables[orders].indexes[orders_placed]',
  ],
  [
    '[state], using: btree',
    '[state], using: hash',
    'db/duplicate-index schemas.shop.tables[orders].indexes[orders_state_btree]',
  ],
  [
    '[tenant_id, order_id, sku]',
    '[tenant_id, order_id, article]',
    'db/index-column schemas.shop.tables[order_lines].unique[0]',
  ],
  [
    '{ columns: [tenant_id, id] }',
    '{ columns: [tenant_id, number] }',
    'db/index-column schemas.shop.tables[orders].primary_key',
  ],
  ['- name: order_lines', '- name: Customers', 'db/duplicate-table schemas.shop.tables[Customers]'],
  [
    'by_time: [at desc]',
    'by_time: [time desc]',
    'db/index-column schemas.audit.tables.orders.indexes[by_time]',
  ],
  [
    '{ name: shard, type: smallint',
    '{ name: Email, type: smallint',
    'db/duplicate-column schemas.shop.tables[customers].columns[Email]',
  ],
];

const MODEL: readonly Change[] = [
  [
    'references: User.id',
    'references: Account.id',
    'db/foreign-key-table entities.Post.fields[user_id]',
  ],
  [
    'references: User.id',
    'references: User.key',
    'db/foreign-key-column entities.Post.fields[user_id]',
  ],
  [
    '{ name: user_id, type: uuid, constraints: [not_null]',
    '{ name: user_id, type: bigint, constraints: [not_null]',
    'db/foreign-key-type entities.Post.fields[user_id]',
  ],
  ['    timestamps: true\n', '', 'db/index-column entities.Post.indexes[posts_by_date]'],
  [
    'through: team_members',
    'through: memberships',
    'db/relationship entities.User.relationships[teams]',
  ],
  ['default: free', 'default: trial', 'db/default-check entities.User.fields[plan]'],
  [
    'primary_key: [team_id, user_id]',
    'primary_key: [team_id, member_id]',
    'db/index-column entities.TeamMember.primary_key',
  ],
  [
    'foreign_key: teams.id',
    'foreign_key: squads.id',
    'db/foreign-key-table entities.TeamMember.fields[team_id]',
  ],
  [
    '{ table: users, column: id }',
    '{ table: users, column: uid }',
    'db/foreign-key-column entities.TeamMember.fields[user_id]',
  ],
  [
    '{ name: owner, type: user_ref, references: users }',
    '{ name: owner, type: integer, references: users }',
    'db/foreign-key-type entities.Team.fields[owner]',
  ],
  [
    'table_name: teams',
    'table_name: posts',
    'db/duplicate-table entities.Team',
    'db/foreign-key-table entities.TeamMember.fields[team_id]',
  ],
];

test.each([
  ...METHOD.map((change) => ['database-contracts.yaml', change] as const),
  ...SQL.map((change) => ['sql-database.yaml', change] as const),
  ...MODEL.map((change) => ['database-model.yaml', change] as const),
])('%s: %s', (name, [from, to, ...expected]) => {
  expect(foundIn(name, changed(realContract(name), from, to))).toEqual(expected);
});

const NAME = '      name: { type: character varying(100), nullable: false }\n';

test.each<[string, string, string, readonly string[]]>([
  [
    'a new column without a default',
    NAME,
    `${NAME}      plan: { type: text, nullable: false }\n`,
    ['db/new-required-column tables.users.columns.plan'],
  ],
  [
    'a new column with a default',
    NAME,
    `${NAME}      plan: { type: text, nullable: false, default: free }\n`,
    [],
  ],
  ['a new column that may be empty', NAME, `${NAME}      plan: { type: text }\n`, []],
  [
    'a column that may be empty no more',
    'deleted_at: { type: timestamptz, nullable: true }',
    'deleted_at: { type: timestamptz, nullable: false }',
    ['db/new-required-column tables.users.columns.deleted_at'],
  ],
  ['a column of another name', NAME, NAME.replace('name:', 'full_name:'), []],
  [
    'a new table',
    'relationships:\n  user_posts',
    '  teams: { columns: { id: { type: uuid, nullable: false } } }\nrelationships:\n  user_posts',
    [],
  ],
])('against the version before: %s', (_, from, to, expected) => {
  const before = realContract('database-contracts.yaml');
  const more = { before: Buffer.from(before) };
  expect(foundIn('database-contracts.yaml', changed(before, from, to), more)).toEqual(expected);
});
