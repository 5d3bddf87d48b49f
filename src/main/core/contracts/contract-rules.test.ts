import { expect, test } from 'vitest';
import { ruleOfContract } from './contract-rules.ts';

test.each([
  ['contracts/design-tokens.json', 'tokens', 'additive'],
  ['api-contracts.yaml', 'api', 'review'],
  ['docs/openapi.yaml', 'schema', 'review'],
  ['user.schema.json', 'schema', 'review'],
  ['infra/services.yaml', 'infra', 'review'],
  ['database.yaml', 'database', 'critical'],
  ['notes.yaml', null, 'additive'],
  ['.merge_file_a1B2c3', null, 'additive'],
])('%s without configuration, in any folder: %s, %s', (path, topic, policy) => {
  expect(ruleOfContract({}, path)).toMatchObject({ topic, policy, identity: [], consumers: [] });
});

test('configuration applies only to the files that it names', () => {
  const policy = 'review' as const;
  const lists = { identity: ['code'], consumers: ['web'] };
  const config = { contracts: [{ name: 'db', path: 'db/*.yaml', policy, ...lists }] };
  expect(ruleOfContract(config, 'db/main.yaml')).toMatchObject({
    name: 'db',
    topic: 'database',
    policy: 'review',
    identity: [{ path: null, key: 'code' }],
    consumers: ['web'],
  });
  expect(ruleOfContract(config, 'other/database.yaml')).toMatchObject({
    policy: 'critical',
    identity: [],
  });
});
