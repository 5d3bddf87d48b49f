import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  backend: { role: backend, runs: { command: "cat" } }
syncs:
  build: { merges: [backend] }
`;

const LINES = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);

async function prepare(workspace: Workspace): Promise<{ repository: string; backend: string }> {
  const repository = await workspace.repository('shop', {
    'server/api/cards.ts': `${LINES.join('\n')}\n`,
    'old.txt': 'old\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'build', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  const backend = join(workspace.folder, 'shop-backend');
  await writeFile(join(backend, 'logo.bin'), new Uint8Array([0, 1, 2]));
  await writeFile(join(backend, 'large.txt'), 'x'.repeat(80).concat('\n').repeat(30_000));
  await workspace.git(backend, 'mv', 'old.txt', 'new.txt');
  const changed = LINES.with(19, 'line twenty').join('\n');
  await workspace.commit(backend, { 'server/api/cards.ts': `${changed}\n` }, 'Cards');
  return { repository, backend };
}

const review = (page: Page) => page.getByRole('dialog', { name: 'Review' });
const fileButton = (page: Page, name: string | RegExp) =>
  review(page).getByRole('navigation', { name: 'Changed files' }).getByRole('button', { name });

async function openReview(page: Page): Promise<void> {
  await node(page, 'Backend').click();
  await openPane(page, 'Inspector');
  await page
    .getByRole('region', { name: 'Inspector', exact: true })
    .getByRole('button', { name: 'Review' })
    .click();
  await expect(review(page)).toBeVisible();
}

test('work is looked through file by file, marked, commented and followed', async ({
  page,
  workspace,
}) => {
  const { repository, backend } = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await openReview(page);
  await expect(review(page).getByText('0 of 4 viewed')).toBeVisible();

  // The tree begins with folders; unchanged stretches are folded, both sides are there.
  await expect(fileButton(page, /cards\.ts/)).toHaveAttribute('aria-current', 'true');
  await expect(review(page).getByRole('textbox')).toHaveCount(2);
  await expect(review(page).getByRole('textbox').last()).toContainText('line twenty');
  await expect(
    review(page)
      .getByText(/unchanged lines/)
      .first(),
  ).toBeVisible();
  await expect(fileButton(page, /server\/api/)).toContainText('0/1');

  await fileButton(page, /logo\.bin/).click();
  await expect(review(page).getByText('Binary file: none before, 3 B after.')).toBeVisible();
  await fileButton(page, /large\.txt/).click();
  await expect(review(page).getByText(/Too large to show/)).toBeVisible();
  await fileButton(page, /new\.txt/).click();
  await expect(review(page).getByText('old.txt → new.txt')).toBeVisible();
  await expect(review(page).getByText('Only its name changed.')).toBeVisible();

  await fileButton(page, /cards\.ts/).click();
  await page.keyboard.press('v');
  await expect(review(page).getByText('1 of 4 viewed')).toBeVisible();
  await expect(fileButton(page, /cards\.ts/)).toHaveAttribute('aria-current', 'false');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(fileButton(page, /cards\.ts/)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('j');
  await expect(fileButton(page, /cards\.ts/)).toHaveAttribute('aria-current', 'false');
  await page.keyboard.press('k');

  // The way of showing is remembered.
  await review(page).getByRole('button', { name: 'Inline' }).click();
  await expect(review(page).getByRole('textbox')).toHaveCount(1);
  await review(page).getByRole('button', { name: 'Close' }).click();
  await openReview(page);
  await expect(review(page).getByRole('textbox')).toHaveCount(1);
  await review(page).getByRole('button', { name: 'Side by side' }).click();

  await review(page).getByText('line twenty', { exact: true }).first().click();
  await page.keyboard.press('c');
  await expect(review(page).getByRole('textbox', { name: 'Comment on line 20' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(review(page)).toBeVisible();
  await review(page).getByText('line twenty', { exact: true }).first().click();
  await page.keyboard.press('c');
  await page.keyboard.type('Say which twenty.');
  await page.keyboard.press('Control+Enter');
  const comments = review(page).getByRole('region', { name: 'Comments' });
  await expect(comments).toContainText('Say which twenty.');
  await expect(comments).toContainText('server/api/cards.ts:20');
  await page.reload();
  await openReview(page);
  await expect(comments).toContainText('Say which twenty.');
  // A program that reads no prompts cannot be sent any.
  await expect(comments.getByRole('button', { name: 'Copy the comments' })).toBeEnabled();

  // A new commit is shown by itself; what changed again is to be viewed again.
  await workspace.commit(
    backend,
    { 'server/api/cards.ts': `${LINES.with(19, 'line 20!').join('\n')}\n`, 'more.txt': 'more\n' },
    'More',
  );
  await expect(review(page).getByText('0 of 5 viewed')).toBeVisible();
  await expect(review(page).getByRole('textbox').last()).toContainText('line 20!');

  await comments.getByRole('button', { name: 'Remove the comment on line 20' }).click();
  await expect(comments).not.toContainText('Say which twenty.');
  await expect(comments.getByRole('button', { name: 'Copy the comments' })).toBeDisabled();
});

test('a merge is reviewed before it lands', async ({ page, workspace }) => {
  const { repository } = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Build', 'ready')).toBeVisible();
  await node(page, 'Build').click();
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Review', exact: true })
    .click();
  await expect(review(page)).toContainText('feature/shop');
  await fileButton(page, /cards\.ts/).click();
  await expect(review(page).getByRole('textbox').last()).toContainText('line twenty');
});
