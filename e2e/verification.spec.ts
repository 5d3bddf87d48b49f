import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, runs: shell }
  data: { role: data, runs: shell }
syncs:
  ground: { merges: [designer, data], verify: ["echo checking; test ! -f broken"] }
`;

async function prepare(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', {
    'a.txt': 'a\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  await workspace.commit(tree(workspace, 'designer'), { 'design.md': 'card\n' }, 'Card');
  await workspace.commit(tree(workspace, 'data'), { broken: 'x\n' }, 'Break');
  return repository;
}

const tree = (workspace: Workspace, agent: string) => join(workspace.folder, `shop-${agent}`);
const sync = (page: Page) => page.getByRole('region', { name: 'Sync', exact: true });

async function mergeRed(page: Page): Promise<void> {
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await sync(page).getByRole('button', { name: 'Merge 2 branches' }).click();
  await expect(node(page, 'Ground', 'verify-failed')).toBeVisible();
  await expect(sync(page).getByRole('alert')).toContainText('Data');
}

test('a red verification names whose work it is, and the rest merges without it', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await mergeRed(page);
  await expect(sync(page).getByRole('log')).toContainText('checking');
  // Its output ends with what failed; a shell cannot be asked about it.
  await expect(sync(page).getByRole('log')).not.toContainText('--- With');
  await expect(sync(page).getByRole('button', { name: 'Copy the failure' })).toBeVisible();
  await expect(sync(page).getByRole('button', { name: 'Ask Data' })).toHaveCount(0);

  await sync(page).getByRole('combobox', { name: 'Strategy of the merge' }).selectOption('squash');
  await expect(sync(page).getByText(/Squashes 2 commits in \d+ files into one/)).toBeVisible();
  await sync(page).getByRole('button', { name: 'Leave out Data and merge the rest' }).click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  const files = await workspace.git(repository, 'ls-tree', '--name-only', 'feature/shop');
  expect(files.split('\n')).toContain('design.md');
  expect(files.split('\n')).not.toContain('broken');
});

test('what was corrected in the integration worktree is merged with it', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await mergeRed(page);
  await sync(page).getByRole('button', { name: 'Fix here' }).click();
  const shell = page.getByRole('region', { name: 'Terminal: Orchestrator' });
  await expect(shell).toBeInViewport({ ratio: 0.6 });
  await expect(shell.locator('textarea')).toBeFocused();
  await expect(sync(page).getByText(/Fix it in the Orchestrator terminal/)).toBeVisible();

  const integration = join(workspace.folder, 'shop-integration');
  await workspace.git(integration, 'rm', '--quiet', 'broken');
  await workspace.git(integration, 'commit', '--quiet', '--message', 'Mend');
  await sync(page).getByRole('button', { name: 'Merge with 1 fix commit' }).click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  const log = await workspace.git(repository, 'log', '--format=%s', 'feature/shop');
  expect(log).toContain('Mend');
});

test('what a merge brings in to be run is shown literally before it merges', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const settings =
    '{ "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }] } }';
  const claude = { '.claude/settings.json': `${settings}\n` };
  await workspace.commit(tree(workspace, 'designer'), claude, 'Settings');
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await expect(sync(page)).toContainText(
    'The merged files contain programs that would run on this machine',
  );
  await expect(sync(page)).toContainText(settings);
});
