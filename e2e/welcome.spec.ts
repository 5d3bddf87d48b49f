import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, node, openPane, test } from './support/test.ts';

async function open(page: Page, path: string): Promise<void> {
  await page.getByLabel('Repository').fill(path);
  await page.getByRole('button', { name: 'Open repository' }).click();
}

test('what cannot be opened is said in words, and a first plan is made from a pattern', async ({
  page,
  workspace,
}) => {
  const folder = join(workspace.folder, 'papers');
  await mkdir(folder);
  const repository = await workspace.repository('fresh', {
    'src/cart.py': '\n',
    'api/main.py': '\n',
    'pytest.ini': '[pytest]\n',
    '.claude/commands/qa.md': 'Test it.\n',
  });
  await workspace.git(workspace.folder, 'init', '--quiet', '--bare', 'bare.git');
  const served = await workspace.serve(folder, 'serve');
  await page.goto(served.url);

  await open(page, folder);
  await expect(page.getByRole('alert').first()).toContainText('is not in a git repository');
  await open(page, join(workspace.folder, 'nowhere'));
  await expect(page.getByRole('alert').first()).toContainText('nowhere');
  await open(page, join(workspace.folder, 'bare.git'));
  await expect(page.getByRole('alert').first()).toContainText('bare');

  await open(page, repository);
  await expect(page.getByText('No plan yet')).toBeVisible();
  await page.getByRole('button', { name: 'New plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'New plan' });
  const create = dialog.getByRole('button', { name: 'Create plan' });
  await expect(create).toBeDisabled();
  await dialog.getByLabel('Feature name').fill('!!');
  await expect(dialog.getByText('This gives no valid branch name')).toBeVisible();
  await expect(create).toBeDisabled();
  await dialog.getByLabel('Feature name').fill('User Profile');
  await expect(dialog.getByText('Becomes plans/user-profile.plan.yaml')).toBeVisible();
  await dialog.getByLabel('What it is for').fill('People edit their names.');
  const proposed = dialog.getByRole('region', { name: 'Proposed agents' });
  await expect(proposed.getByRole('listitem', { name: 'Designer' })).toContainText('src/**');
  await dialog.getByRole('radio', { name: /API-heavy/ }).check();
  const back = proposed.getByRole('listitem', { name: 'Backend' });
  await expect(back).toContainText('api/**: 1 file, Python');
  await expect(back).toContainText('in plain words');
  await expect(proposed.getByRole('listitem', { name: 'QA', exact: true })).toContainText('/qa');
  await expect(proposed).toContainText('Sync points run: pytest');
  await expectNoViolations(page, 'a plan that is proposed', '[role=dialog]');
  await create.click();
  await expect(dialog).toHaveCount(0);
  await expect(node(page, 'Backend', 'not-started')).toBeVisible();
  await expect(node(page, 'Phase 4', 'waiting')).toBeVisible();
  const shown = await workspace.cli(repository, 'plan', 'show', '--json');
  const made = JSON.parse(shown.stdout);
  expect(made.phases).toHaveLength(4);
  expect(made.agents.qa.prompt).toBe('/qa tests for the user profile: People edit their names.');
  // Written, not staged and not committed.
  expect(await workspace.git(repository, 'status', '--porcelain', '-uall')).toBe(
    '?? plans/user-profile.plan.yaml',
  );

  await page.getByRole('button', { name: 'fresh' }).click();
  await page.getByRole('menuitem', { name: 'Open another repository' }).click();
  await page.getByRole('region', { name: 'Recent' }).getByRole('button', { name: /fresh/ }).click();
  await expect(node(page, 'Backend', 'not-started')).toBeVisible();

  // The plan becomes a template, which the next plan can begin with.
  await page.getByRole('button', { name: 'user-profile', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save as template…' }).click();
  const saving = page.getByRole('dialog', { name: 'Save as template' });
  await saving.getByLabel('Template name').fill('Our Way');
  await expect(saving.getByText('plan new our-way <feature>')).toBeVisible();
  await saving.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByText('Saved as the template our-way.')).toBeVisible();
  await page.getByRole('button', { name: 'New plan' }).click();
  await dialog.getByRole('radio', { name: 'Our Way' }).check();
  await dialog.getByLabel('Feature name').fill('Cart');
  await expect(proposed.getByRole('listitem', { name: 'Backend' })).toContainText('saved prompt');
  await create.click();
  await expect(page.getByRole('button', { name: 'cart', exact: true })).toBeVisible();
  await expect(node(page, 'Backend', 'not-started')).toBeVisible();

  // A role of the project is in the palette as soon as the configuration has it.
  const config = join(repository, '.tributary/config.yaml');
  const roles = 'roles:\n  security: { title: Safety, icon: lock, scope: [api/**] }\n';
  await appendFile(config, roles);
  await page
    .getByRole('toolbar', { name: 'Roles' })
    .getByRole('button', { name: 'Safety' })
    .click();
  await page.getByRole('menuitem', { name: /phase.1$/i }).click();
  await expect(node(page, 'Security', 'not-started')).toBeVisible();
  const cart = await workspace.cli(repository, 'plan', 'show', '--plan', 'cart', '--json');
  const { agents } = JSON.parse(cart.stdout);
  expect(agents.security).toMatchObject({ role: 'security', scope: ['api/**'] });
  expect(agents.security.prompt).toContain('"cart"');
});

test('a repository is found by browsing with the keys, and the demo needs none', {
  tag: '@web',
}, async ({ page, workspace }) => {
  const home = join(workspace.folder, 'user');
  await mkdir(join(home, 'code'), { recursive: true });
  await workspace.repository('user/code/shop', { 'src/a.ts': '\n' });
  await mkdir(join(home, 'code/papers'));
  const served = await workspace.serve(home, 'serve');
  await page.goto(served.url);
  const field = page.getByRole('combobox', { name: 'Repository' });
  const folders = page.getByRole('listbox', { name: 'Folders' });
  await page.getByRole('button', { name: 'Browse…' }).click();
  await expect(field).toBeFocused();
  await expect(folders.getByRole('option')).toHaveText(['code']);
  await expectNoViolations(page, 'the first screen');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(folders.getByRole('option')).toHaveText([/^shop\s*repository$/, 'papers']);
  await page.keyboard.press('Escape');
  await expect(folders).toBeHidden();
  await field.fill('~/code/sh');
  await expect(folders.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(join(home, 'code/shop'));
  await expect(folders).toBeHidden();
  await field.fill('~/code/shop');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No plan yet')).toBeVisible();

  await page.getByRole('button', { name: 'shop', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Open another repository' }).click();
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(node(page, 'Designer', 'not-started')).toBeVisible();
  const demos = async () =>
    (await readdir(join(workspace.folder, 'tmp'))).filter((name) =>
      name.startsWith('tributary-demo-'),
    );
  expect(await demos()).toHaveLength(1);
  await served.end('SIGTERM');
  expect(await demos()).toEqual([]);
});

const COMMAND = "test -f db/one.sql && printf 'verified %s\\n' shop";
const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, scope: ["db/**"] }
syncs:
  ground: { merges: [data], verify: ["${COMMAND.replaceAll('\\', '\\\\')}"] }
`;

test('nothing of the repository runs before its commands have been seen and trusted', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
  expect(started.code, started.stderr).toBe(0);
  await workspace.commit(
    join(workspace.folder, 'shop-data'),
    { 'db/one.sql': 'select 1;\n' },
    'Table',
  );
  const before = await workspace.git(repository, 'rev-parse', 'feature/shop');
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await node(page, 'Ground').click();
  await openPane(page, 'Sync');
  const sync = page.getByRole('region', { name: 'Sync', exact: true });
  const merge = sync.getByRole('button', { name: 'Merge 1 branch' });
  const dialog = page.getByRole('dialog', { name: 'Trust this repository?' });

  await merge.click();
  await expect(dialog.getByText(COMMAND, { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await workspace.git(repository, 'rev-parse', 'feature/shop')).toBe(before);

  await merge.click();
  await dialog.getByRole('button', { name: 'Trust this repository' }).click();
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  await expect(sync.getByText('verified shop')).toBeVisible();
  expect(await workspace.git(repository, 'show', 'feature/shop:db/one.sql')).toBe('select 1;');
});
