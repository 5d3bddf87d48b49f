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
  await expect(ring('Ground')).toHaveAccessibleName('No check has a result yet');

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
  // With the inbox in front, a click on a gate brings the pane that tells of it, on a card likewise.
  await node(page, 'Ground').click();
  await expect(sync.getByRole('button', { name: 'Resolve' })).toBeVisible();

  // Mended, and landed without one of the two, which is not ready and need not be.
  await workspace.commit(tree('data'), { 'shared.txt': 'one\n', 'data.txt': 'data\n' }, 'Data');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await writeFile(join(tree('data'), 'half.txt'), 'half\n');
  await expect(node(page, 'Ground', 'waiting')).toBeVisible();
  await sync.getByRole('checkbox', { name: 'Merge Data' }).uncheck();
  // What was decided stays while another gate is looked at.
  await node(page, 'Build').click();
  await expect(sync.getByText('Not started yet: API, Pages.')).toBeVisible();
  await expect(sync.getByRole('button', { name: 'Merge 2 branches' })).toBeDisabled();
  await node(page, 'Ground').click();
  await expect(sync.getByRole('checkbox', { name: 'Merge Data' })).not.toBeChecked();
  await sync.getByRole('button', { name: 'Merge 1 branch' }).click();
  await expect(ring('Ground')).toHaveAccessibleName('1 of 2 branches merged');
  await expect(node(page, 'Data').getByText('left out')).toBeVisible();
  await expect(sync.getByText('Open: Uncommitted work: Data.')).toBeVisible();
  await expect(sync.getByRole('button', { name: 'Merge 1 branch' })).toBeDisabled();

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
  await expect(page.getByRole('region', { name: 'Next step' })).toContainText(
    'API has committed its work. Accept it if it is done: Pages continues from there.',
  );
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Accept' }).click();
  await expect(node(page, 'Pages', 'stopped')).toBeVisible();
  const [from, cut] = await Promise.all(
    ['feature/shop-api', 'feature/shop-pages'].map((name) =>
      workspace.git(repository, 'rev-parse', name),
    ),
  );
  expect(cut).toBe(from);

  // Another plan may have a gate of the same name, and begins with nothing of this one.
  await node(page, 'Ground').click();
  await writeFile(join(repository, 'plans/zoo.plan.yaml'), PLAN.replace('shop', 'zoo'));
  await page.getByTitle('Plan', { exact: true }).click();
  await page.getByRole('menuitem', { name: 'zoo' }).click();
  await expect(page.getByText('feature/zoo', { exact: true })).toBeVisible();
  await expect(page.getByText('Select an agent', { exact: false })).toBeVisible();
  await openPane(page, 'Sync');
  await expect(sync.getByText('Not started yet: Design, Data.')).toBeVisible();
  await expect(sync.getByText(/^Landed as/)).toHaveCount(0);
  await expect(sync.getByText('verified')).toHaveCount(0);
});
