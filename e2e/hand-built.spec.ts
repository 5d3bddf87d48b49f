import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openPane, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

/** Three phases, five agents, no sessions: everything is committed by hand. */
const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, scope: ["design/**", "shared.txt"] }
  data: { role: data, scope: ["db/**", "shared.txt"] }
  backend: { role: backend, after: [ground], scope: ["server/**"] }
  frontend: { role: frontend, after: [ground], scope: ["web/**"] }
  qa: { role: qa, after: [build], scope: ["test/**"] }
syncs:
  ground: { merges: [designer, data], verify: ["test ! -f broken"] }
  build: { merges: [backend, frontend], checklist: ["Contracts are consistent"] }
  check: { merges: [qa] }
`;

async function prepare(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', {
    'shared.txt': 'one\ntwo\nthree\nfour\nfive\n',
    'plans/shop.plan.yaml': PLAN,
  });
  await workspace.trust(repository);
  return repository;
}

const tree = (workspace: Workspace, agent: string) => join(workspace.folder, `shop-${agent}`);

async function startWorktrees(workspace: Workspace, repository: string, target: string) {
  const started = await workspace.cli(repository, 'start', target, '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
}

async function merge(page: Page, title: string, button: string): Promise<void> {
  await node(page, title).click();
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: button })
    .click();
}

test('a whole feature by hand: preview, merge, checklist, undo', async ({ page, workspace }) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'waiting')).toBeVisible();

  await startWorktrees(workspace, repository, 'ground');
  await workspace.commit(tree(workspace, 'designer'), { 'design/card.md': 'card\n' }, 'Card');
  await workspace.commit(tree(workspace, 'data'), { 'db/one.sql': 'select 1;\n' }, 'Table');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await merge(page, 'Ground', 'Merge 2 branches');
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  const before = await workspace.git(repository, 'rev-parse', 'main');
  const landed = await workspace.git(repository, 'rev-parse', 'feature/shop');
  const current = await workspace.git(repository, 'show', 'feature/shop:plans/CURRENT.md');
  expect(current).toContain('<!-- tributary:begin shop -->');

  await page.getByRole('button', { name: 'Undo merge' }).click();
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  expect(await workspace.git(repository, 'rev-parse', 'feature/shop')).toBe(before);
  await merge(page, 'Ground', 'Merge 2 branches');
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  expect(await workspace.git(repository, 'rev-parse', 'feature/shop^{tree}')).toBe(
    await workspace.git(repository, 'rev-parse', `${landed}^{tree}`),
  );

  await startWorktrees(workspace, repository, 'build');
  for (const agent of ['backend', 'frontend']) {
    const folder = agent === 'backend' ? 'server' : 'web';
    await workspace.commit(tree(workspace, agent), { [`${folder}/x.js`]: '1\n' }, agent);
  }
  await expect(node(page, 'Build', 'ready')).toBeVisible();
  const closed = await workspace.cli(repository, 'sync', 'build', '--merge', '--json');
  expect(closed.code).toBe(1);
  expect(JSON.parse(closed.stdout).outcome).toBe('blocked');
  await node(page, 'Build').click();
  await openPane(page, 'Sync');
  await page.getByRole('checkbox', { name: /Contracts are consistent/ }).check();
  await merge(page, 'Build', 'Merge 2 branches');
  await expect(node(page, 'Build', 'done')).toBeVisible();

  await startWorktrees(workspace, repository, 'check');
  await workspace.commit(tree(workspace, 'qa'), { 'test/x.test': 'ok\n' }, 'Tests');
  await merge(page, 'Check', 'Merge 1 branch');
  await expect(node(page, 'Check', 'done')).toBeVisible();
  const status = JSON.parse((await workspace.cli(repository, 'status', '--json')).stdout);
  expect(status.phase).toBeNull();
  expect(status.agents.map((agent: { state: string }) => agent.state)).toEqual(
    Array(5).fill('merged'),
  );
});

test('a conflict names files and agents, lands nothing, and the way out works', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await startWorktrees(workspace, repository, 'ground');
  const shared = (line: string) => ({ 'shared.txt': `one\ntwo\n${line}\nfour\nfive\n` });
  const design = { ...shared('design'), 'design/card.md': 'card\n' };
  await workspace.commit(tree(workspace, 'designer'), design, 'Design');
  await workspace.commit(tree(workspace, 'data'), shared('data'), 'Data');
  const before = await workspace.git(repository, 'rev-parse', 'feature/shop');
  await page.goto(served.url);
  await merge(page, 'Ground', 'Merge 2 branches');
  await expect(node(page, 'Ground', 'conflict')).toBeVisible();
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  await expect(sync.getByText('shared.txt').first()).toBeVisible();
  await expect(sync.getByRole('button', { name: 'Resolve' })).toBeVisible();
  expect(await workspace.git(repository, 'rev-parse', 'feature/shop')).toBe(before);

  const data = tree(workspace, 'data');
  // The designer's files come in with the merge; they are not out of the data agent's scope for that.
  await workspace.git(data, 'merge', '-X', 'theirs', '--no-edit', 'feature/shop-designer');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await merge(page, 'Ground', 'Merge 2 branches');
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  const merged = await workspace.git(repository, 'show', 'feature/shop:shared.txt');
  expect(merged).toContain('design');
});

test('red verification lands nothing and names the command', async ({ page, workspace }) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await startWorktrees(workspace, repository, 'ground');
  await workspace.commit(
    tree(workspace, 'designer'),
    { 'design/a': 'a\n', broken: 'x\n' },
    'Break',
  );
  await workspace.commit(tree(workspace, 'data'), { 'db/a': 'a\n' }, 'Data');
  const before = await workspace.git(repository, 'rev-parse', 'feature/shop');
  const merged = await workspace.cli(
    repository,
    'sync',
    'ground',
    '--merge',
    '--override',
    'in-scope=on purpose',
    '--json',
  );
  expect(merged.code).toBe(1);
  const result = JSON.parse(merged.stdout);
  expect(result.outcome).toBe('verify-failed');
  expect(result.culprit).toContain('test ! -f broken');
  await page.goto(served.url);
  await expect(node(page, 'Ground', 'verify-failed')).toBeVisible();
  expect(await workspace.git(repository, 'rev-parse', 'feature/shop')).toBe(before);
});

test('what a person has in the main checkout is never touched', async ({ workspace }) => {
  const repository = await prepare(workspace);
  await startWorktrees(workspace, repository, 'ground');
  await workspace.git(repository, 'switch', '--quiet', 'feature/shop');
  await workspace.commit(tree(workspace, 'designer'), { 'design/a': 'a\n' }, 'Design');
  await workspace.commit(
    tree(workspace, 'data'),
    { 'db/a': 'a\n', 'shared.txt': 'one\ntwo\n3\nfour\nfive\n' },
    'Data',
  );
  const plan = join(repository, 'plans/shop.plan.yaml');
  const text = `${await readFile(plan, 'utf8')}# mine\n`;
  await workspace.cli(repository, 'plan', 'show');
  await writeFile(plan, text);
  await writeFile(join(repository, 'shared.txt'), 'mine\n');
  const refused = await workspace.cli(repository, 'sync', 'ground', '--merge', '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: 'blocked' });
  expect(JSON.parse(refused.stdout).message).toContain('shared.txt');
  expect(await readFile(join(repository, 'shared.txt'), 'utf8')).toBe('mine\n');
  await workspace.git(repository, 'checkout', '--', 'shared.txt');
  const landed = await workspace.cli(repository, 'sync', 'ground', '--merge', '--json');
  expect(landed.code, landed.stderr).toBe(0);
  expect(await readFile(plan, 'utf8')).toBe(text);
  expect(await readFile(join(repository, 'design/a'), 'utf8')).toBe('a\n');
});
