import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { standInForClaude, toldTo } from './support/claude.ts';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer }
  data: { role: data }
syncs:
  ground: { merges: [designer, data], verify: ["echo looking; test ! -f broken"] }
`;

async function prepare(
  workspace: Workspace,
  files: Readonly<Record<'designer' | 'data', Readonly<Record<string, string>>>>,
): Promise<string> {
  await standInForClaude(workspace);
  const repository = await workspace.repository('shop', {
    'a.txt': 'one\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  for (const agent of ['designer', 'data'] as const) {
    await workspace.commit(join(workspace.folder, `shop-${agent}`), files[agent], agent);
  }
  return repository;
}

async function openSync(page: Page, state: string): Promise<void> {
  await expect(node(page, 'Ground', state)).toBeVisible();
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
}

test('an asked session proposes, and what it proposes counts once it was looked at', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace, {
    designer: { 'a.txt': 'design\n' },
    data: { 'a.txt': 'data\n' },
  });
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await openSync(page, 'conflict');
  await page.getByRole('button', { name: 'Resolve' }).click();
  const resolver = page.getByRole('dialog', { name: 'Resolve' });
  await resolver.getByRole('button', { name: 'Ask an agent to resolve' }).click();
  await expect(resolver).toContainText('It has a proposal for 1 file.');
  await expect(resolver).toContainText('It also changed strayed.txt: these changes are ignored.');
  await expect(resolver).toContainText('It takes effect when you accept it.');
  await expect(resolver.getByRole('textbox').last()).toContainText('design');
  await resolver.getByRole('button', { name: 'Discard' }).click();
  await expect(resolver.getByText('Conflict 1 of 1').first()).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Resolve' }).click();
  await resolver.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(resolver).toContainText('1 of 1 resolved');
  await expect(resolver).toContainText('Resolved with the session’s text');
  await resolver.getByRole('button', { name: 'Go to its terminal' }).click();
  await expect(page.getByRole('region', { name: 'Terminal: Resolver' })).toContainText('at work');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Merge 2 branches' })
    .click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  expect(await workspace.git(repository, 'show', 'feature/shop:a.txt')).toBe('design\ndata');
});

test('comments of a review and a red verification reach the agent, and the orchestrator, as a prompt', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace, {
    designer: { 'card.md': 'card\n' },
    data: { broken: 'x\n' },
  });
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await node(page, 'Data').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  await inspector.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog', { name: 'Review' });
  await expect(review.getByRole('textbox').last()).toContainText('x');
  await page.keyboard.press('c');
  await page.keyboard.type('Why is this here?');
  await page.keyboard.press('Control+Enter');
  await review.getByRole('button', { name: 'Send to Data' }).click();
  await expect(
    page.getByText('Data had no session; a session is being started with the prompt.'),
  ).toBeVisible();
  await expect(review.getByRole('region', { name: 'Comments' })).toContainText('Comments (0)');
  await expect.poll(() => toldTo(workspace, 'shop-data')).toContain('Why is this here?');
  await page.keyboard.press('Escape');

  await openSync(page, 'ready');
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  await sync.getByRole('button', { name: 'Merge 2 branches' }).click();
  await expect(node(page, 'Ground', 'verify-failed')).toBeVisible();
  await sync.getByRole('button', { name: 'Ask Data' }).click();
  await expect.poll(() => toldTo(workspace, 'shop-data')).toContain('verification failed');
  expect(await toldTo(workspace, 'shop-data')).toContain('looking');

  await sync.getByRole('button', { name: 'Ask the orchestrator' }).click();
  await expect.poll(() => toldTo(workspace, 'shop-integration')).toContain('checked out in your');
  await expect(page.getByRole('region', { name: 'Terminal: Orchestrator' })).toBeVisible();
});
