import { afterEach, expect, test } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync, previewSync } from '../sync/sync.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data }
  two: { role: backend }
syncs:
  phase-1: { merges: [one, two] }
`;
const DATABASE = 'contracts/database-contracts.yaml';
const API = 'contracts/api-contracts.yaml';

const database = (users: string, notes: string) =>
  `tables:\n  users:\n    columns:\n      id: int\n${users}  # far apart\n  # for lines\n  # to merge\n  notes:\n    columns:\n      id: int\n${notes}`;
const preview = () => previewSync(fixture.run, { name: 'phase-1' });
const contracts = (gate: readonly { id: string; state: string; message: string }[]) =>
  gate.find(({ id }) => id === 'contracts-valid');

test('clean lines that leave a foreign key to nothing close the gate of a critical contract', async () => {
  fixture = await makeProject({ [DATABASE]: database('      name: text\n', '') }, PLAN);
  fixture.work('one', { [DATABASE]: database('', '') });
  const key = '      owner: { type: text, references: users.name }\n';
  fixture.work('two', { [DATABASE]: database('      name: text\n', key) });
  const shown = await preview();
  expect(shown.outcome).toBe('blocked');
  expect(contracts(shown.gate)).toMatchObject({
    state: 'fail',
    message: expect.stringMatching(
      /^Found in critical contracts: .*notes\.columns\.owner: The foreign key refers to users\.name/,
    ),
  });
  const file = shown.files.find(({ path }) => path === DATABASE);
  expect(file?.contract?.findings.map(({ rule }) => rule)).toEqual(['db/foreign-key-column']);
  const blocked = await mergeSync(fixture.run, { name: 'phase-1', options: {} });
  expect(blocked.outcome).toBe('blocked');
  const overrides = [{ item: 'contracts-valid', reason: 'dropped next' }];
  const landed = await mergeSync(fixture.run, {
    name: 'phase-1',
    options: { overrides },
  });
  expect(landed.outcome).toBe('landed');
});

test('an API that names a dropped column is told, and what both changed is to be looked at', async () => {
  const api = (...lines: readonly string[]) => ['version: 1', 'types:', ...lines, ''].join('\n');
  const user = '  User: { fields: { name: { column: users.name } } }';
  fixture = await makeProject(
    { [DATABASE]: database('      name: text\n', ''), [API]: api(user) },
    PLAN,
  );
  fixture.work('one', {
    [DATABASE]: database('', ''),
    [API]: api(user, '  A: { fields: { id: int } }'),
  });
  fixture.work('two', { [API]: api(user, '  B: { fields: { id: int } }') });
  const shown = await preview();
  expect(shown.files.find(({ path }) => path === API)?.outcome).toBe('structure');
  const item = contracts(shown.gate);
  expect(item?.state).toBe('pass');
  expect(item?.message).toMatch(
    /Found: contracts\/api-contracts\.yaml at types\.User\.fields\.name\.column/,
  );
  const landed = await mergeSync(fixture.run, { name: 'phase-1', options: {} });
  expect(landed.files).toEqual(shown.files);
  const log = fixture.git(['show', `${landed.commit}:plans/CURRENT.md`]);
  expect(log).toContain(`merged\n  - ${API}: 2 added\n  - ${DATABASE}: 1 removed; breaking: `);
  expect(item?.message).toMatch(/Look at before it lands: contracts\/api-contracts\.yaml\.$/);
});
