import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, runs: shell }
  data: { role: data, runs: shell }
syncs:
  ground: { merges: [designer, data] }
`;
const TOKENS = 'contracts/design-tokens.yaml';
const DATABASE = 'contracts/database-contracts.yaml';

const tokens = (ink: string, scale: string, ...more: readonly string[]) =>
  `# Colours\ncolor:\n  ink: "${ink}" # text\n${more.map((line) => `  ${line}\n`).join('')}scale: [${scale}]\n`;
const group = (name: string, main: string) => `${name}:\n  main: "${main}"\n  soft: "#222"\n`;
const database = (...columns: readonly string[]) =>
  `tables:\n  users:\n    columns:\n      id: int\n${columns.map((one) => `      ${one}\n`).join('')}`;

/** Two contracts: one in conflict at three places, one that only lines would take for a conflict. */
async function disagree(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', {
    [TOKENS]: tokens('#12212b', '[4, px]') + group('brand', '#111'),
    [DATABASE]: database(),
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  const change = (agent: string, files: Record<string, string>) =>
    workspace.commit(join(workspace.folder, `shop-${agent}`), files, `Work of ${agent}`);
  await change('designer', {
    [TOKENS]: tokens('#0b3d91', '[4, px], [8, px]', 'accent: "#e4572e"') + group('house', '#111'),
    [DATABASE]: database('email: text'),
  });
  await change('data', {
    [TOKENS]: tokens('#7a1fa2', '[4, px], [16, px]', 'warning: "#f2b705"') + group('brand', '#333'),
    [DATABASE]: database('role: text'),
  });
  return repository;
}

const resolver = (page: Page) => page.getByRole('dialog', { name: 'Resolve' });
const place = (page: Page, path: string) =>
  resolver(page)
    .getByRole('list', { name: 'Conflicts' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: path, exact: true }) });

async function openResolver(page: Page): Promise<void> {
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  await sync.getByRole('button', { name: 'Resolve' }).click();
  await expect(resolver(page)).toBeVisible();
}

test('conflicts of a contract are settled place by place, remembered, and land', async ({
  page,
  workspace,
}) => {
  const repository = await disagree(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  await sync.getByRole('button', { name: DATABASE }).click();
  const structured = sync.getByRole('region', { name: 'Merged by structure' });
  await expect(structured.getByText(DATABASE)).toBeVisible();
  const decisions = sync.getByRole('list', { name: 'Decisions' }).getByRole('listitem');
  await expect(decisions.filter({ hasText: 'columns.role' })).toContainText('added by Data');

  await openResolver(page);
  await expect(resolver(page).getByText('3 of 3 conflicts open')).toBeVisible();
  await expect(place(page, 'color.ink')).toContainText('Both changed it in different ways');
  // The versions stand beside the cards, at the place of the card.
  const source = (name: string) => resolver(page).getByRole('textbox', { name: `Source: ${name}` });
  await expect(source('Designer').locator('.cm-conflict-current')).toHaveText(/ink: "#0b3d91"/);
  await expect(source('Data').locator('.cm-place')).toHaveText([
    '"#7a1fa2"',
    '[16, px]',
    /main: "#333"/,
    /soft/,
  ]);
  await page.keyboard.press('F7');
  await expect(source('Base').locator('.cm-conflict-current')).toHaveCount(0);
  await expect(source('Data').locator('.cm-conflict-current')).toHaveText(/\[16, px\]/);
  await source('Designer').locator('.cm-place').first().click();
  await expect(source('Data').locator('.cm-conflict-current')).toHaveText(/#7a1fa2/);
  await expectNoViolations(page, 'the cards and versions of a contract', '[role=dialog]');
  await place(page, 'color.ink').getByRole('button', { name: 'Take Data’s' }).click();
  await expect(resolver(page).getByText('2 of 3 conflicts open')).toBeVisible();

  // That an entry was renamed is offered, never decided.
  const brand = place(page, 'brand');
  await expect(brand).toContainText('Deleted by Designer, changed by Data');
  await expect(brand).toContainText('brand may have been renamed to house');
  await brand.getByRole('button', { name: 'It was renamed' }).click();
  await expect(resolver(page).getByText('1 of 3 conflicts open')).toBeVisible();

  // What was chosen survives the page.
  await page.reload();
  await openResolver(page);
  const taken = place(page, 'color.ink').getByRole('button', { name: 'Take Data’s' });
  await expect(taken).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Alt+3');
  await expect(resolver(page).getByText('All conflicts are resolved')).toBeVisible();
  await expect(resolver(page).getByRole('region', { name: 'Result' })).toContainText('#7a1fa2');

  await place(page, 'color.ink').getByRole('button', { name: 'Enter own value' }).click();
  const byHand = resolver(page).getByRole('textbox', { name: 'Value of color.ink' });
  await expect(byHand).toHaveValue('"#7a1fa2"');
  await byHand.fill('"#000');
  await resolver(page).getByRole('button', { name: 'Use this' }).click();
  await expect(resolver(page).getByText('These choices do not fit together')).toBeVisible();
  await place(page, 'color.ink').getByRole('button', { name: 'Take Designer’s' }).click();
  await expect(resolver(page).getByRole('region', { name: 'Result' })).toContainText('#0b3d91');
  await page.keyboard.press('Control+Enter');
  await expect(resolver(page).getByText('1 of 1 resolved')).toBeVisible();
  await resolver(page).getByRole('button', { name: 'Merge 2 branches' }).click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  const landed = (path: string) => workspace.git(repository, 'show', `feature/shop:${path}`);
  expect(`${await landed(TOKENS)}\n`).toBe(
    tokens('#0b3d91', '[4, px], [8, px], [16, px]', 'accent: "#e4572e"', 'warning: "#f2b705"') +
      group('house', '#333'),
  );
  expect(`${await landed(DATABASE)}\n`).toBe(database('email: text', 'role: text'));
});
