import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, node, openPane, test } from './support/test.ts';

/** Two that meet, and a chain of two behind them; everything is committed by hand. */
const PLAN = `version: 1
feature: shop
base: main
agents:
  design: { role: designer }
  data: { role: data }
  api: { role: backend, after: [ground] }
  pages: { role: frontend, after: [api] }
syncs:
  ground: { merges: [design, data], verify: ["echo verified"] }
  build: { merges: [pages] }
`;

test('a gate says what would happen and what has landed, and a chain goes on by itself', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', {
    'shared.txt': 'one\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const served = await workspace.serve(repository, 'serve');
  const tree = (agent: string) => join(workspace.folder, `shop-${agent}`);
  const start = async (phase: string) => {
    const { code, stderr } = await workspace.cli(repository, 'start', phase, '--worktrees-only');
    expect(code, stderr).toBe(0);
  };
  const graph = page.getByRole('region', { name: 'Plan graph' });
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  const ring = (title: string) => node(page, title).getByRole('img').first();
  await page.goto(served.url);
  await expect(ring('Ground')).toHaveAccessibleName('No check is known yet');

  // Both change the same line: red before anybody merges.
  await start('ground');
  await workspace.commit(tree('design'), { 'shared.txt': 'design\n', 'd.txt': 'd\n' }, 'Design');
  await workspace.commit(tree('data'), { 'shared.txt': 'data\n' }, 'Data');
  await expect(node(page, 'Ground', 'conflict')).toBeVisible();
  await expect(ring('Ground')).toHaveAccessibleName(/^1 file conflicts: shared\.txt; \d of \d/);
  await openPane(page, 'Inbox');
  const inbox = page.getByRole('region', { name: 'Inbox', exact: true });
  await expect(inbox.getByText(/1 file conflicts \(shared\.txt\)/)).toBeVisible();
  await expect(inbox.getByText('ready to merge')).toHaveCount(0);
  await graph.getByRole('button', { name: 'Resolve 1 conflict' }).click();
  await expect(page.getByRole('dialog', { name: 'Resolve' })).toBeVisible();
  await page.keyboard.press('Escape');
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await expect(sync.getByRole('button', { name: 'Resolve' })).toBeVisible();

  // Mended, and landed without one of the two, which is not ready and need not be.
  await workspace.commit(tree('data'), { 'shared.txt': 'one\n', 'data.txt': 'data\n' }, 'Data');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await writeFile(join(tree('data'), 'half.txt'), 'half\n');
  await expect(node(page, 'Ground', 'waiting')).toBeVisible();
  await sync.getByRole('checkbox', { name: 'Merge Data' }).uncheck();
  await sync.getByRole('button', { name: 'Merge 1 branch' }).click();
  await expect(ring('Ground')).toHaveAccessibleName('1 of 2 branches merged');
  await expect(node(page, 'Data').getByText('left out')).toBeVisible();

  // All of it is there again after a reload.
  await page.reload();
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await expect(sync.getByRole('button', { name: 'd.txt added Design' })).toBeVisible();
  await expect(sync.getByText('left out')).toBeVisible();
  await expect(sync.getByRole('region', { name: 'Verification output' })).toContainText('verified');

  // The first of the chain starts; the second follows from what is accepted.
  await start('build');
  await expect(node(page, 'Pages', 'queued')).toContainText('Waits for API');
  await workspace.commit(tree('api'), { 'api.txt': 'api\n' }, 'Api');
  await node(page, 'API').click();
  await openPane(page, 'Inspector');
  await expect(page.getByRole('region', { name: 'Next step' })).toContainText(
    'API has committed its work. Accept it if it is done: Pages goes on from there.',
  );
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(node(page, 'Pages', 'stopped')).toBeVisible();
  const [from, cut] = await Promise.all(
    ['feature/shop-api', 'feature/shop-pages'].map((name) =>
      workspace.git(repository, 'rev-parse', name),
    ),
  );
  expect(cut).toBe(from);
});
