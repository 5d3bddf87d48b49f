import { readdir, readFile, writeFile } from 'node:fs/promises';
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
  ground: { merges: [designer, data] }
`;

const STORY = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', ''];

/** The story with some lines put differently. */
function story(lines: Readonly<Record<string, string>>): string {
  return STORY.map((line) => lines[line] ?? line).join('\n');
}

/** Both agents change the same places of three files; one deletes what the other changes. */
async function disagree(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', {
    'story.txt': story({}),
    'conf.yaml': 'name: shop\nport: 1\n',
    'old.txt': 'old\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await commitBytes(workspace, repository, [0, 1, 2], 'Logo');
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  const [designer, data] = ['designer', 'data'].map((agent) =>
    join(workspace.folder, `shop-${agent}`),
  ) as [string, string];
  await commitBytes(workspace, designer, [0, 1, 3], 'Logo');
  await commitBytes(workspace, data, [0, 9, 9], 'Logo');
  await workspace.commit(
    designer,
    {
      'story.txt': story({ two: 'zwei', eight: 'acht' }),
      'conf.yaml': 'name: shop\nport: 2\n',
      'old.txt': 'new\n',
    },
    'Design',
  );
  await workspace.git(data, 'rm', '--quiet', 'old.txt');
  await workspace.commit(
    data,
    { 'story.txt': story({ two: 'deux', eight: 'huit' }), 'conf.yaml': 'name: shop\nport: 3\n' },
    'Data',
  );
  return repository;
}

async function commitBytes(
  workspace: Workspace,
  path: string,
  bytes: readonly number[],
  message: string,
): Promise<void> {
  await writeFile(join(path, 'logo.bin'), new Uint8Array(bytes));
  await workspace.git(path, 'add', '--all');
  await workspace.git(path, 'commit', '--quiet', '--message', message);
}

/** What is kept of the conflicts of a repository, as text. */
async function drafts(repository: string): Promise<string> {
  const folder = join(repository, '.git/tributary/resolutions');
  const names = await readdir(folder).catch(() => []);
  const texts = names.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('');
}

async function openResolver(page: Page): Promise<void> {
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Resolve' })
    .click();
  await expect(page.getByRole('dialog', { name: 'Resolve' })).toBeVisible();
}

const resolver = (page: Page) => page.getByRole('dialog', { name: 'Resolve' });
const button = (page: Page, name: string) =>
  resolver(page).getByRole('button', { name, exact: true });
const pick = (page: Page, path: string) =>
  resolver(page)
    .getByRole('navigation', { name: 'Files in conflict' })
    .getByRole('button', { name: path })
    .click();
const result = (page: Page) => resolver(page).getByRole('textbox', { name: 'Result', exact: true });

test('conflicts are settled hunk by hunk, whole, and by hand, and land as settled', async ({
  page,
  workspace,
}) => {
  const repository = await disagree(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Merge 2 branches' })
    .click();
  await expect(node(page, 'Ground', 'conflict')).toBeVisible();
  await openResolver(page);
  await expect(resolver(page).getByText('0 of 4 resolved')).toBeVisible();

  await pick(page, 'story.txt');
  await expect(resolver(page).getByText('Both changed the same lines').first()).toBeVisible();
  await expect(resolver(page).getByText('Conflict 1 of 2').first()).toBeVisible();
  await expect(result(page), 'prose wraps').toHaveClass(/cm-lineWrapping/);
  await button(page, 'Take Designer’s').click();
  await expect(resolver(page).getByText('Conflict 1 of 1').first()).toBeVisible();

  // What was done so far survives the page, once it has left it: a browser that is busy drops what a page sends last.
  await expect.poll(() => drafts(repository)).toContain('zwei');
  await page.reload();
  await openResolver(page);
  await pick(page, 'story.txt');
  await expect(resolver(page).getByText('Conflict 1 of 1').first()).toBeVisible();
  await expect(result(page)).toContainText('zwei');
  await button(page, 'Take both').click();
  await expect(resolver(page).getByText('No conflicts left')).toBeVisible();
  await button(page, 'Accept').click();
  await expect(resolver(page).getByText('1 of 4 resolved')).toBeVisible();

  await pick(page, 'old.txt');
  await button(page, 'Delete the file').click();
  await expect(resolver(page).getByText('2 of 4 resolved')).toBeVisible();

  await pick(page, 'logo.bin');
  await expect(resolver(page).getByText(/Not a text file/)).toBeVisible();
  await button(page, 'Keep Data’s').click();
  await expect(resolver(page).getByText('3 of 4 resolved')).toBeVisible();

  await pick(page, 'conf.yaml');
  await button(page, 'Take Data’s').click();
  await result(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('broken: [1');
  await button(page, 'Accept').click();
  await expect(resolver(page).getByRole('alert')).toContainText(/[Ll]ine 3/);
  await button(page, 'Accept anyway').click();
  await expect(resolver(page).getByText('4 of 4 resolved')).toBeVisible();
  await button(page, 'Merge 2 branches').click();
  await expect(resolver(page)).toHaveCount(0);
  await expect(node(page, 'Ground', 'done')).toBeVisible();

  const landed = (path: string) => workspace.git(repository, 'show', `feature/shop:${path}`);
  expect(`${await landed('story.txt')}\n`).toBe(story({ two: 'zwei', eight: 'acht\nhuit' }));
  expect(await landed('conf.yaml')).toBe('name: shop\nport: 3\nbroken: [1');
  await expect(landed('old.txt')).rejects.toThrow();
  const blob = (commit: string) => workspace.git(repository, 'rev-parse', `${commit}:logo.bin`);
  expect(await blob('feature/shop')).toBe(await blob('feature/shop-data'));
});

test('the resolver works from the keyboard, and Escape loses nothing', async ({
  page,
  workspace,
}) => {
  const repository = await disagree(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await openResolver(page);
  await pick(page, 'story.txt');
  await result(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F7');
  await expect(resolver(page).getByText('Conflict 1 of 2').first()).toBeVisible();
  await page.keyboard.press('F7');
  await expect(resolver(page).getByText('Conflict 2 of 2').first()).toBeVisible();
  await page.keyboard.press('Shift+F7');
  await expect(resolver(page).getByText('Conflict 1 of 2').first()).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(resolver(page).getByText('Conflict 1 of 1').first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(resolver(page).getByText('of 2').first()).toBeVisible();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('typed by hand');
  await page.keyboard.press('Escape');
  await expect(resolver(page)).toHaveCount(0);
  await openResolver(page);
  await pick(page, 'story.txt');
  await expect(result(page)).toContainText('typed by hand');
  await button(page, 'Start over').click();
  await expect(result(page)).not.toContainText('typed by hand');

  await pick(page, 'old.txt');
  await button(page, 'Keep Designer’s').click();
  await expect(resolver(page).getByText('1 of 4 resolved')).toBeVisible();
  await pick(page, 'old.txt');
  await button(page, 'Reopen').click();
  await expect(resolver(page).getByText('0 of 4 resolved')).toBeVisible();
});
