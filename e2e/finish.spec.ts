import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: shell }
syncs:
  ground: { merges: [data] }
`;

/** A repository with a remote of its own, whose one phase is ready to merge. */
async function prepare(workspace: Workspace): Promise<{ repository: string; remote: string }> {
  const repository = await workspace.repository('shop', {
    'a.txt': 'a\n',
    'plans/shop.plan.yaml': PLAN,
  });
  const remote = join(workspace.folder, 'remote.git');
  await workspace.git(workspace.folder, 'init', '--quiet', '--bare', remote);
  await workspace.git(repository, 'remote', 'add', 'origin', remote);
  await workspace.git(repository, 'push', '--quiet', 'origin', 'main');
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  const data = join(workspace.folder, 'shop-data');
  await workspace.commit(data, { 'db.sql': 'select 1;\n' }, 'Table');
  return { repository, remote };
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Finish' });

test('after the last sync point a feature is pushed, merged into the base, and taken back', async ({
  page,
  workspace,
}) => {
  const { repository, remote } = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Merge 1 branch' })
    .click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();

  const next = page.getByRole('region', { name: 'Next step' });
  await expect(next).toContainText('Done');
  await next.getByRole('button', { name: 'Finish' }).click();
  await expect(dialog(page)).toContainText('feature/shop is not on origin yet.');
  await dialog(page).getByRole('button', { name: 'Push' }).click();
  await expect(dialog(page)).toContainText('origin has the current version of feature/shop.');
  const tip = await workspace.git(repository, 'rev-parse', 'feature/shop');
  expect(await workspace.git(remote, 'rev-parse', 'feature/shop')).toBe(tip);

  // Undo is for a base that is checked out nowhere.
  await workspace.git(repository, 'switch', '--quiet', '--create', 'aside');
  const before = await workspace.git(repository, 'rev-parse', 'main');
  await dialog(page).getByRole('button', { name: 'Merge into main', exact: true }).click();
  await expect(dialog(page)).toContainText('Landed as');
  expect(await workspace.git(repository, 'show', 'main:db.sql')).toBe('select 1;');
  await dialog(page).getByRole('button', { name: 'Undo the merge into main' }).click();
  await expect(
    dialog(page).getByRole('button', { name: 'Merge into main', exact: true }),
  ).toBeVisible();
  expect(await workspace.git(repository, 'rev-parse', 'main')).toBe(before);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('before the last sync point it says that it is too early', async ({ page, workspace }) => {
  const { repository } = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill('finish');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await expect(
    dialog(page).getByRole('button', { name: 'Merge into main', exact: true }),
  ).toBeDisabled();
});
