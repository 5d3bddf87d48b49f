import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { run, startShells } from './support/shells.ts';
import { expect, node, openPane, test, typeInto } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, scope: ["design/**"], runs: sim, sim: plans/sim/designer.yaml }
  data: { role: data, scope: ["db/**"], runs: sim, sim: plans/sim/data.yaml }
  backend: { role: backend, after: [ground], scope: ["server/**"], runs: shell }
syncs:
  ground: { merges: [designer, data], verify: ["test -f design/card.md", "sleep 2"] }
  build: { merges: [backend] }
`;

const FILES = {
  'plans/shop.plan.yaml': PLAN,
  'plans/sim/designer.yaml': `- say: Drawing the card
- edit: { file: design/card.md, content: "card\\n" }
- ask: Round or square?
- commit: "Card"
`,
  // Long enough at work for the app to end and begin under it.
  'plans/sim/data.yaml': `- say: Reading the tables
- sleep: 4000
- edit: { file: db/one.sql, content: "select 1;\\n" }
- commit: "Table"
- say: The table is committed
`,
};

async function prepare(workspace: Workspace): Promise<string> {
  const repository = await workspace.repository('shop', FILES);
  await workspace.trust(repository);
  return repository;
}

const tree = (workspace: Workspace, agent: string) => join(workspace.folder, `shop-${agent}`);

const terminal = (page: Page, title: string) =>
  page.getByRole('region', { name: `Terminal: ${title}`, exact: true });

interface Known {
  readonly agents: readonly {
    readonly name: string;
    readonly session: { readonly pid: number; readonly alive: boolean } | null;
  }[];
}

async function sessions(workspace: Workspace, repository: string) {
  const status: Known = JSON.parse((await workspace.cli(repository, 'status', '--json')).stdout);
  return Object.fromEntries(status.agents.map(({ name, session }) => [name, session]));
}

async function merge(page: Page): Promise<void> {
  await openPane(page, 'Sync');
  await page
    .getByRole('region', { name: 'Sync', exact: true })
    .getByRole('button', { name: 'Merge 2 branches' })
    .click();
}

test('sessions work on while the app is killed, and are there again with their screens', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const first = await workspace.serve(repository, 'serve');
  await page.goto(first.url);
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'Designer', 'needs-you')).toBeVisible();
  await expect(terminal(page, 'Data').getByText('Reading the tables')).toBeVisible();
  const before = await sessions(workspace, repository);
  expect(before['designer']?.alive).toBe(true);

  await first.end('SIGKILL');
  await expect(page.getByText('Connection to Tributary lost')).toBeVisible();
  await expect
    .poll(() => workspace.git(tree(workspace, 'data'), 'log', '--format=%s', '-1'))
    .toBe('Table');

  const second = await workspace.serve(repository, 'serve');
  await page.goto(second.url);
  await expect(node(page, 'Designer', 'needs-you')).toBeVisible();
  await expect(terminal(page, 'Designer').getByText('Drawing the card')).toBeVisible();
  await expect(terminal(page, 'Designer').getByText('Round or square?').last()).toBeVisible();
  await expect(terminal(page, 'Data').getByText('The table is committed')).toBeVisible();
  const after = await sessions(workspace, repository);
  expect(after['designer']?.pid).toBe(before['designer']?.pid);
  expect(after['data']?.pid).toBe(before['data']?.pid);

  await typeInto(page, 'Designer', 'round');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  await merge(page);
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start phase' })).toBeVisible();
});

/** Waits for a moment of a merge that has just been asked for. */
const MOMENTS: Readonly<
  Record<string, (stage: { page: Page; moved(): Promise<boolean> }) => Promise<void>>
> = {
  'at once': async () => undefined,
  'while it verifies': ({ page }) => expect(node(page, 'Ground', 'verifying')).toBeVisible(),
  'as the branch moves': ({ moved }) => expect.poll(moved, { intervals: [5] }).toBe(true),
};

/** The moments before anything is written are tried by the unit tests of every step; here in the full run only. */
const TRIED = Object.entries(MOMENTS).filter(
  ([moment]) => moment !== 'at once' || process.env['TRIBUTARY_FULL'] === '1',
);

for (const [moment, reached] of TRIED) {
  test(`a merge that the app is killed in, ${moment}, ends in the same tree`, async ({
    page,
    workspace,
  }) => {
    const repository = await prepare(workspace);
    const started = await workspace.cli(repository, 'start', 'ground', '--worktrees-only');
    expect(started.code, started.stderr).toBe(0);
    await workspace.commit(tree(workspace, 'designer'), { 'design/card.md': 'card\n' }, 'Card');
    await workspace.commit(tree(workspace, 'data'), { 'db/one.sql': 'select 1;\n' }, 'Table');
    const git = (...args: string[]) => workspace.git(repository, ...args);
    const cut = await git('rev-parse', 'feature/shop');

    const first = await workspace.serve(repository, 'serve');
    await page.goto(first.url);
    await expect(node(page, 'Ground', 'ready')).toBeVisible();
    await node(page, 'Ground').click();
    await merge(page);
    await reached({ page, moved: async () => (await git('rev-parse', 'feature/shop')) !== cut });
    await first.end('SIGKILL');

    const second = await workspace.serve(repository, 'serve');
    await page.goto(second.url);
    await expect(node(page, 'Ground', '(?:ready|done)')).toBeVisible();
    const landed = await node(page, 'Ground', 'done').isVisible();
    expect((await git('rev-parse', 'feature/shop')) !== cut, 'moved exactly if done').toBe(landed);
    if (!landed) {
      await node(page, 'Ground').click();
      await merge(page);
      await expect(node(page, 'Ground', 'done')).toBeVisible();
    }
    const heads = ['feature/shop-designer', 'feature/shop-data'];
    const expected = await git('merge-tree', '--write-tree', ...heads);
    expect(await git('diff', '--name-only', expected, 'feature/shop')).toBe('plans/CURRENT.md');
    for (const head of heads) await git('merge-base', '--is-ancestor', head, 'feature/shop');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('rev-parse', 'main')).toBe(cut);
  });
}

test('what the command line starts shows up in the open page, and comes back after a reload', async ({
  page,
  workspace,
}) => {
  const repository = await prepare(workspace);
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(node(page, 'Designer', 'not-started')).toBeVisible();

  const started = await workspace.cli(repository, 'start', 'ground', '--json');
  expect(started.code, started.stderr).toBe(0);
  await expect(node(page, 'Designer', 'needs-you')).toBeVisible();
  await expect(terminal(page, 'Designer').getByText('Drawing the card')).toBeVisible();
  await expect(terminal(page, 'Data').getByText('Reading the tables')).toBeVisible();
  const before = await sessions(workspace, repository);

  await page.reload();
  await expect(terminal(page, 'Data').getByText('Reading the tables')).toBeVisible();
  await expect(terminal(page, 'Designer').getByText('Drawing the card')).toBeVisible();
  await typeInto(page, 'Designer', 'square');
  await expect(node(page, 'Ground', 'ready')).toBeVisible();
  expect((await sessions(workspace, repository))['designer']?.pid).toBe(before['designer']?.pid);

  const merged = await workspace.cli(repository, 'sync', 'ground', '--merge', '--json');
  expect(merged.code, merged.stderr).toBe(0);
  await expect(node(page, 'Ground', 'done')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start phase' })).toBeVisible();
});

test('what a killed session host left is listed after a reload, ended, and started again', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 2 });
  const file = join(workspace.folder, 'stays');
  // Longer than the test may take, and no longer: a test that fails leaves nothing behind.
  const stay = `trap "" HUP; echo $$ > ${file}; exec sleep 180`;
  await run(page, 'S1', `setsid -f sh -c '${stay}'`);
  const pid = async () => Number(await readFile(file, 'utf8').catch(() => '0'));
  await expect.poll(pid).toBeGreaterThan(0);
  const stays = await pid();
  for (const host of workspace.hostPids()) process.kill(host, 'SIGKILL');
  await expect(terminal(page, 'S1').getByRole('button', { name: 'Start again' })).toBeVisible();

  await page.reload();
  const strip = page.getByRole('region', { name: 'Sessions without a terminal' });
  await expect(strip).toContainText('2 sessions lost their terminals');
  const row = strip.getByRole('listitem', { name: 'S1' });
  await expect(row).toContainText(/shell, since .*\d process(es)? still runs?/);
  await expect(strip.getByRole('listitem', { name: 'S2' })).toContainText('no process found');
  await strip.getByRole('button', { name: 'End S1' }).press('Enter');
  await expect(row).toBeHidden();
  await expect(strip).toBeFocused();
  expect(await isRunning(stays)).toBe(false);

  await strip.getByRole('button', { name: 'Start again: S2' }).press('Enter');
  await expect(strip).toBeHidden();
  await expect(terminal(page, 'S2').locator('textarea')).toBeFocused();
});

/** False for zombies too: in containers nobody may reap them. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) [^ZX]/.test(stat);
}
