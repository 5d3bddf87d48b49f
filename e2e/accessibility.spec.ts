import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, node, openPane, test } from './support/test.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
] as const;

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(() => {
      const root = document.documentElement;
      return {
        page: root.scrollWidth - root.clientWidth,
        body: document.body.scrollWidth - innerWidth,
      };
    });
    expect(wider, `at ${size.width}×${size.height}`).toEqual({ page: 0, body: 0 });
  }
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first();

test('the demo can be seen and operated by everybody, while planning and running', async ({
  page,
  workspace,
}) => {
  const served = await workspace.serve(workspace.folder, 'demo');
  await page.goto(served.url);
  await expect(button(page, 'Start phase')).toBeVisible();

  for (const name of ['New plan', 'Undo', 'Redo', 'Auto-arrange', 'Clean up']) {
    await expect(button(page, name)).toBeVisible();
  }
  for (const name of ['Plan graph', 'Inspector', 'Terminals', 'Inbox', 'Sync']) {
    await openPane(page, name);
    await expect(page.getByRole('region', { name, exact: true })).toHaveCount(1);
  }
  for (const name of ['Merge 2 branches', 'Preview', 'Run verification']) {
    await expect(
      page.getByRole('region', { name: 'Sync' }).getByRole('button', { name }),
    ).toBeVisible();
  }
  await node(page, 'Designer', 'not-started').click();
  await openPane(page, 'Inspector');
  await expect(button(page, 'Start agent')).toBeVisible();
  await expectNoViolations(page, 'planning, the inspector');
  await expectNoSidewaysScroll(page);
  await openPane(page, 'Sync');
  await expectNoViolations(page, 'planning, the sync view');

  await button(page, 'Start phase').click();
  await expect(node(page, 'Designer', 'needs-you')).toBeVisible();
  await expect(node(page, 'Data', 'needs-you')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Terminal: Designer', exact: true })).toBeVisible();
  // A narrow header has it in its menu.
  await page.setViewportSize(SIZES[0]);
  await expect(button(page, 'Stop agent')).toBeVisible();
  await page.setViewportSize(SIZES[1]);
  await openPane(page, 'Inbox');
  await expect(
    page.getByRole('region', { name: 'Inbox' }).getByText(/round or square/),
  ).toBeVisible();
  await expectNoViolations(page, 'running, the inbox');
  await expectNoSidewaysScroll(page);
});

test('dialogs and menus can be operated by everybody', async ({ page, workspace }) => {
  const repository = await workspace.repository('shop', { 'a.txt': 'a\n' });
  await workspace.cli(repository, 'plan', 'new', 'full-stack', 'shop');
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Designer', 'not-started')).toBeVisible();
  for (const opener of ['New plan', 'Keyboard help', 'Clean up']) {
    await button(page, opener).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolations(page, opener, '[role=dialog]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(button(page, opener), 'the focus is back').toBeFocused();
  }
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await expectNoViolations(page, 'the command palette', '[role=dialog]');
  await page.keyboard.press('Escape');
  await node(page, 'Designer').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expectNoViolations(page, 'the menu of a node', '[role=menu]');
});

const CLASH = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, runs: shell }
  data: { role: data, runs: shell }
syncs:
  ground: { merges: [designer, data] }
`;

test('the resolver, the review, the worktrees and the finish can be operated by everybody', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', {
    'conf.yaml': 'port: 1\n',
    'src/a.ts': 'export const a = 1; // one\n',
    'old.txt': 'old\n',
    'plans/shop.plan.yaml': CLASH,
  });
  await workspace.trust(repository);
  await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  for (const [agent, port] of [
    ['designer', 2],
    ['data', 3],
  ] as const) {
    const text = { 'conf.yaml': `port: ${port}\n`, 'src/a.ts': `export const a = "${agent}";\n` };
    await workspace.commit(`${workspace.folder}/shop-${agent}`, text, agent);
  }
  await workspace.commit(`${workspace.folder}/shop-data`, { 'old.txt': 'new\n' }, 'Old');
  await workspace.git(`${workspace.folder}/shop-designer`, 'rm', '--quiet', 'old.txt');
  await workspace.git(`${workspace.folder}/shop-designer`, 'commit', '--quiet', '-m', 'Gone');
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'conflict')).toBeVisible();

  await openPane(page, 'Worktrees');
  await expect(button(page, 'Remove shop-data')).toBeVisible();
  await expectNoViolations(page, 'the worktrees');
  await expectNoSidewaysScroll(page);

  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await expectNoViolations(page, 'the sync view with conflicts');
  await button(page, 'Resolve').click();
  const resolver = page.getByRole('dialog', { name: 'Resolve' });
  for (const path of ['src/a.ts', 'conf.yaml']) {
    await resolver.getByRole('button', { name: path }).click();
    await expect(resolver.getByText('Conflict 1 of 1').first()).toBeVisible();
    await expectNoViolations(page, `the resolver, ${path}`, '[role=dialog]');
  }
  await resolver.getByRole('button', { name: 'old.txt' }).click();
  await expect(resolver.getByRole('button', { name: 'Delete the file' })).toBeVisible();
  await expectNoViolations(page, 'the resolver, a whole file', '[role=dialog]');
  await expectNoSidewaysScroll(page);
  await page.keyboard.press('Escape');

  await node(page, 'Designer').click();
  await openPane(page, 'Inspector');
  await button(page, 'Review').click();
  const review = page.getByRole('dialog', { name: 'Review' });
  for (const name of ['Side by side', 'Inline']) {
    await review.getByRole('button', { name }).click();
    await review.getByRole('button', { name: /a\.ts/ }).click();
    await expect(review.getByRole('textbox').first()).toBeVisible();
    await expectNoViolations(page, `the review, ${name}`, '[role=dialog]');
  }
  await expectNoSidewaysScroll(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill('finish');
  await page.keyboard.press('Enter');
  const finish = page.getByRole('dialog', { name: 'Finish' });
  await expect(finish.getByRole('region', { name: 'Push' })).toBeVisible();
  await expectNoViolations(page, 'the finish', '[role=dialog]');
});
