import { expect, test } from 'vitest';
import { changed, foundIn, realContract } from './real-contracts-fixture.ts';

test.each(['shop-openapi.yaml', 'order.schema.json', 'api-contracts.yaml'])(
  'nothing is found in %s',
  (name) => {
    expect(foundIn(name, realContract(name))).toEqual([]);
  },
);

type Change = readonly [from: string, to: string, ...expected: string[]];

const OPENAPI: readonly Change[] = [
  [
    '#/components/parameters/Limit',
    '#/components/parameters/Limits',
    'api/missing-reference paths./orders.get.parameters[0].$ref',
  ],
  [
    'operationId: cancelOrder',
    'operationId: getOrder',
    'api/duplicate-operation paths./orders/{orderId}.delete',
  ],
  [
    'operationId: onOrderPaid',
    'operationId: health',
    'api/duplicate-operation webhooks.orderPaid.post',
  ],
  [
    '[orders.write, orders.cancel]',
    '[orders.delete]',
    'api/missing-security paths./orders/{orderId}.delete.security',
  ],
  [
    'security:\n  - session: []\ntags',
    'security:\n  - sessions: []\ntags',
    'api/missing-security security',
  ],
  [
    'name: sku, in: path',
    'name: id, in: path',
    'api/path-parameter paths./orders/{orderId}/items/{sku}.put',
    'api/path-parameter paths./orders/{orderId}/items/{sku}.put',
  ],
  [
    '  /orders/{orderId}/items/{sku}:\n    parameters:\n      - $ref',
    '  /orders/{orderId}/items/{sku}:\n    x-parameters:\n      - $ref',
    'api/path-parameter paths./orders/{orderId}/items/{sku}.put',
  ],
  [
    '/products:batchDelete',
    '/products:batchGet/',
    'api/duplicate-endpoint paths./products:batchGet/.post',
  ],
  [
    'required: [sku, count]',
    'required: [sku, amount]',
    'api/required-property components.schemas.Item.required',
  ],
  [
    'required: [id, items, status]',
    'required: [id, lines, status]',
    'api/required-property components.schemas.Order.allOf[1].required',
  ],
  [
    "paid: '#/components/schemas/PaidEvent'",
    "paid: '#/components/schemas/Paid'",
    'api/missing-reference components.schemas.Event.discriminator.mapping.paid',
  ],
  [
    '#/paths/~1orders~1{orderId}/get',
    '#/paths/~1orders~1{id}/get',
    'api/missing-reference paths./orders.post.responses.201.links.self.operationRef',
  ],
  [
    "'404': { $ref",
    "'200': { $ref",
    'contract.duplicateKey paths./orders/{orderId}.get.responses.200',
  ],
  ["'404': { $ref", '200: { $ref', 'contract.similarKey paths./orders/{orderId}.get.responses.200'],
  [
    "empty: { $ref: '#/components/examples/EmptyPage' }",
    "empty: { $ref: '#/components/examples/None' }",
    'api/missing-reference paths./orders.get.responses.200.content.application/json.examples.empty.$ref',
  ],
];

const SCHEMA: readonly Change[] = [
  [
    '"id": { "$ref": "#orderId" }',
    '"id": { "$ref": "#orderid" }',
    'api/missing-reference properties.id.$ref',
  ],
  ['"$anchor": "orderId"', '"$anchor": "id"', 'api/missing-reference properties.id.$ref'],
  [
    '"$dynamicAnchor": "node"',
    '"$anchor": "tree"',
    'api/missing-reference properties.tree.$dynamicRef',
  ],
  ['["id", "lines", "payment"]', '["id", "lines", "paid"]', 'api/required-property required'],
  ['["greeting", "shipTo"]', '["greetings", "shipTo"]', 'api/required-property then.required'],
  ['["carrier"]', '["carriers"]', 'api/required-property dependentSchemas.shipTo.required'],
  ['["amount", "currency"]', '["amount", "unit"]', 'api/required-property $defs.money.required'],
  ['["sku", "price"]', '["sku", "cost"]', 'api/required-property $defs.line.allOf[1].required'],
  [
    '{ "required": ["iban"] }',
    '{ "required": ["bic"] }',
    'api/required-property $defs.payment.oneOf[1].required',
  ],
  ['"#/$defs/priced"', '"#/$defs/prices"', 'api/missing-reference $defs.line.allOf[0].$ref'],
  [
    '"country": { "$ref": "#/$defs/country" }',
    '"country": { "$ref": "#/$defs/land" }',
    'api/missing-reference $defs.address.properties.country.$ref',
  ],
  [
    '"title": { "type": "string" }',
    '"id": { "type": "string" }',
    'contract.duplicateKey properties.id',
  ],
];

const METHOD: readonly Change[] = [
  ['path: /users/me', 'path: /users', 'api/duplicate-endpoint users.endpoints.me'],
  [
    "delete: { method: DELETE, path: '/users/:id'",
    "delete: { method: GET, path: '/users/:userId'",
    'api/duplicate-endpoint users.endpoints.delete',
  ],
  [
    "path: '/index/:featureId'",
    'path: /index/features/',
    'api/duplicate-endpoint admin.endpoints.byId',
  ],
  ['basePath: /api/admin', 'basePath: /api/v1', 'api/duplicate-endpoint admin.endpoints.list'],
  [
    'pathParams:\n        id:',
    'pathParams:\n        userId:',
    'api/path-parameter users.endpoints.update',
    'api/path-parameter users.endpoints.update',
  ],
  [
    "returns: 'Promise<User>'",
    "returns: 'Promise<Users>'",
    'api/missing-type users.endpoints.me.returns',
  ],
  [
    'returns: User | null',
    'returns: Account | null',
    'api/missing-type users.endpoints.get.returns',
  ],
  [
    'user: { type: User }',
    'user: { type: Account }',
    'api/missing-type auth.endpoints.login.response.success.body.user.type',
  ],
  ['role: { type: Role }', 'role: { type: UserRole }', 'api/missing-type types.User.role.type'],
  [
    '  PaginationMeta:\n',
    '  Pagination:\n',
    'api/missing-type users.endpoints.list.response.success.body.meta.type',
  ],
  ['data: Tag, total', 'data: Label, total', 'api/missing-type tags.endpoints.rename.returns'],
  [
    '      - { method: GET, path: /health, returns: OK }\n  mail',
    '      - { method: GET, path: /health, returns: OK }\n      - { method: get, path: /health }\n  mail',
    'api/duplicate-endpoint services.billing.endpoints[get /health]',
  ],
];

test.each([
  ...OPENAPI.map((change) => ['shop-openapi.yaml', change] as const),
  ...SCHEMA.map((change) => ['order.schema.json', change] as const),
  ...METHOD.map((change) => ['api-contracts.yaml', change] as const),
])('%s: %s', (name, [from, to, ...expected]) => {
  expect(foundIn(name, changed(realContract(name), from, to))).toEqual(expected);
});

test('finds newly required input in a contract in the format of the method', () => {
  const before = realContract('api-contracts.yaml');
  const after = changed(
    before,
    'sort: { type: string, default',
    'team: { type: string, required: true }\n        sort: { type: string, default',
  );
  expect(
    foundIn('api-contracts.yaml', after, { before: Buffer.from(before), consumers: ['frontend'] }),
  ).toEqual(['api/breaking-change users.endpoints.list']);
});
