import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
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
  backend: { role: backend, after: [ground], runs: shell }
syncs:
  ground: { merges: [designer, data] }
  build: { merges: [backend] }
`;

const pane = (page: Page) => page.getByRole('region', { name: 'Worktrees', exact: true });
const row = (page: Page, name: string) =>
  pane(page)
    .getByRole('list', { name: 'All worktrees' })
    .getByRole('listitem')
    .filter({ hasText: name });

async function prepare(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', {
    'a.txt': 'a\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  return repository;
}

test('a worktree is removed with what it holds, and restored with it', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const data = join(workspace.folder, 'shop-data');
  await workspace.commit(data, { 'db.sql': 'select 1;\n' }, 'Table');
  await writeFile(join(data, 'unsaved.txt'), 'not committed\n');
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await openPane(page, 'Worktrees');
  await expect(row(page, 'shop-designer')).toBeVisible();
  await expect(row(page, 'shop-data')).toContainText('uncommitted changes');

  await pane(page).getByRole('button', { name: 'Remove shop-data' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove shop-data?' });
  await expect(dialog).toContainText('Uncommitted changes and new files are saved with it.');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'shop-data')).toHaveCount(0);
  expect(existsSync(data)).toBe(false);

  const trash = pane(page).getByRole('region', { name: 'Trash' });
  await expect(trash).toContainText('30 days left');
  await trash.getByRole('button', { name: 'Restore shop-data' }).click();
  await expect.poll(() => existsSync(join(data, 'unsaved.txt'))).toBe(true);
  expect(await readFile(join(data, 'unsaved.txt'), 'utf8')).toBe('not committed\n');
  await expect(row(page, 'shop-data')).toBeVisible();
});

test('leftovers come first with their reason; worktrees are moved and cleaned up', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  for (const [agent, file] of [
    ['designer', 'card.md'],
    ['data', 'db.sql'],
  ] as const) {
    await workspace.commit(join(workspace.folder, `shop-${agent}`), { [file]: 'x\n' }, agent);
  }
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await openPane(page, 'Worktrees');

  const moved = join(workspace.folder, 'elsewhere');
  await pane(page).getByRole('button', { name: 'More about shop-designer' }).click();
  await page.getByRole('menuitem', { name: 'Move…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move shop-designer' });
  await dialog.getByRole('textbox', { name: 'New folder' }).fill(moved);
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(row(page, 'elsewhere')).toBeVisible();
  expect(existsSync(join(moved, 'card.md'))).toBe(true);

  const merged = await workspace.cli(repository, 'sync', 'ground', '--merge');
  expect(merged.code, merged.stderr).toBe(0);
  await rm(join(workspace.folder, 'shop-data'), { recursive: true });
  await pane(page).getByRole('button', { name: 'Refresh' }).click();
  await expect(row(page, 'shop-data')).toContainText('missing');
  await expect(row(page, 'elsewhere')).toContainText('its work has landed');
  await expect(pane(page).getByRole('status')).toContainText('2 leftovers');

  await pane(page).getByRole('button', { name: 'Clean up' }).click();
  const proposal = page.getByRole('dialog', { name: 'Clean up' });
  await expect(proposal.getByRole('region', { name: 'Removed' })).toContainText('elsewhere');
  await proposal.getByRole('button', { name: /^Remove \d worktrees?$/ }).click();
  await expect(row(page, 'elsewhere')).toHaveCount(0);
  await expect.poll(() => existsSync(moved)).toBe(false);
});

test('a set-up is looked at and run again; a worktree of a person is adopted', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', {
    'a.txt': 'a\n',
    'plans/shop.plan.yaml': PLAN,
    '.tributary/config.yaml': 'setup: echo set up in $PWD\n',
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'designer', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  const mine = join(workspace.folder, 'mine');
  await workspace.git(repository, 'worktree', 'add', '--quiet', '-b', 'my-data', mine);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await openPane(page, 'Worktrees');
  await expect(row(page, 'shop-designer')).toBeVisible();

  await pane(page).getByRole('button', { name: 'More about shop-designer' }).click();
  await page.getByRole('menuitem', { name: 'Set-up…' }).click();
  const setUp = page.getByRole('dialog', { name: 'Set-up of designer' });
  await expect(setUp.getByRole('log')).toContainText('set up in');
  await setUp.getByRole('button', { name: 'Run set-up again' }).click();
  await expect(setUp.getByRole('status')).toContainText('The set-up succeeded.');
  await expect(setUp.getByRole('log')).toContainText('shop-designer');
  await page.keyboard.press('Escape');

  await pane(page).getByRole('button', { name: 'More about mine' }).click();
  await page.getByRole('menuitem', { name: 'Adopt…' }).click();
  const adopt = page.getByRole('dialog', { name: 'Adopt mine' });
  await adopt.getByRole('combobox', { name: 'Agent' }).selectOption('Data');
  await adopt.getByRole('button', { name: 'Adopt', exact: true }).click();
  await expect(row(page, 'mine')).toContainText('Data (shop)');
  await expect(row(page, 'mine')).toContainText('my-data');
});
