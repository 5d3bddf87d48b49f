import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { Desktop } from './support/desktop.ts';
import { expect, node, openPane, test, typeInto } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: shell }
syncs:
  one: { merges: [data] }
`;

function project(workspace: Workspace, name: string): Promise<string> {
  return workspace.repository(name, { 'plans/shop.plan.yaml': PLAN });
}

/** What a second start of the app, a dock icon or a menu hands over. */
function handOver(app: ElectronApplication, asked: { project?: string; link?: string }) {
  return app.evaluate(({ app: electron }, { project: path = null, link = null }) => {
    electron.emit('second-instance', {}, [], '/', { project: path, link });
  }, asked);
}

function titles(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getTitle()),
  );
}

/** Clicks an item of the app's menu by its label or the id of its command. */
function choose(app: ElectronApplication, wanted: string): Promise<void> {
  return app.evaluate(({ Menu }, label) => {
    const flat = (menu: Electron.Menu | null | undefined): Electron.MenuItem[] =>
      menu?.items.flatMap((item) => [item, ...flat(item.submenu)]) ?? [];
    const items = flat(Menu.getApplicationMenu());
    const found = items.find((item) => item.label === label || item.id === label);
    if (!found) throw new Error(`The menu has no ${label}`);
    if (!found.enabled) throw new Error(`${label} is not possible now`);
    found.click();
  }, wanted);
}

test('each project has one window, over one core', async ({ workspace }) => {
  const shop = await project(workspace, 'shop');
  const farm = await project(workspace, 'farm');
  const { app, window } = await Desktop.launch(workspace, { project: shop });
  await expect(node(window, 'Data', 'not-started')).toBeVisible();
  await expect.poll(() => titles(app)).toEqual(['shop - Tributary']);

  const opened = app.waitForEvent('window');
  await handOver(app, { project: join(farm, 'plans') });
  const second = await opened;
  await expect(node(second, 'Data', 'not-started')).toBeVisible();
  await expect.poll(() => titles(app)).toEqual(['shop - Tributary', 'farm - Tributary']);

  // The same project again comes to the front instead, from outside and from a page.
  await handOver(app, { project: shop });
  await expect.poll(() => focusedTitle(app)).toBe('shop - Tributary');
  await choose(app, 'project.close');
  const welcome = await pageWith(app, 'Open repository');
  await welcome.getByRole('combobox', { name: 'Repository' }).fill(farm);
  await welcome.getByRole('button', { name: 'Open repository' }).click();
  await expect.poll(() => focusedTitle(app)).toBe('farm - Tributary');
  await expect(welcome.getByRole('button', { name: 'Open repository' })).toBeVisible();

  // What one window changes for the machine, the other shows.
  await choose(app, 'theme.dark');
  await expect(second.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(welcome.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
});

async function pageWith(app: ElectronApplication, button: string) {
  for (const page of app.windows()) {
    if (await page.getByRole('button', { name: button }).isVisible()) return page;
  }
  const page = app.windows()[0];
  if (!page) throw new Error('No window');
  await expect(page.getByRole('button', { name: button })).toBeVisible();
  return page;
}

function focusedTitle(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getTitle());
}

test('a link of another program is shown before it opens anything, and folders can be dropped', {
  tag: '@stand-in',
}, async ({ workspace }) => {
  const shop = await project(workspace, 'shop');
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { app, window } = desktop;
  await expect(node(window, 'Data')).toBeVisible();
  const strange = join(workspace.folder, 'a\u202eb');
  await mkdir(strange);

  // Nobody agrees: the question stands, and nothing is opened.
  await handOver(app, { link: `tributary://open?path=${encodeURIComponent(strange)}` });
  await expect.poll(async () => (await desktop.noted('message box')).length).toBe(1);
  const [question] = await desktop.noted('message box');
  expect(question).toMatchObject({ message: 'Open this folder in Tributary?', defaultId: 1 });
  expect(JSON.stringify(question)).toContain('a\\\\u{202e}b');
  await handOver(app, { link: 'tributary://open?path=relative' });
  expect(app.windows()).toHaveLength(1);

  const farm = await project(workspace, 'farm');
  const opened = app.waitForEvent('window');
  await desktop.drop([farm], { x: 300, y: 300 });
  await expect(node(await opened, 'Data')).toBeVisible();
});

test('a file dropped on a terminal is its quoted path, and the menu closes what is in front', {
  tag: '@stand-in',
}, async ({ workspace }) => {
  const shop = await project(workspace, 'shop');
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { app, window } = desktop;
  await window.getByRole('button', { name: 'Start phase' }).click();
  const terminal = window.getByRole('region', { name: 'Terminal: Data', exact: true });
  await expect(terminal.locator('.xterm')).toBeVisible();
  await typeInto(window, 'Data', 'PS1=; clear; echo ready | tr a-z A-Z');
  await expect(terminal.getByText('READY')).toBeVisible();
  await window.keyboard.type('wc -c ');
  const box = await terminal.locator('.xterm-screen').boundingBox();
  if (!box) throw new Error('The terminal is not shown');
  await workspace.commit(shop, { "it's a file.txt": '12345' }, 'A file');
  await desktop.drop([join(shop, "it's a file.txt")], { x: box.x + 40, y: box.y + 40 });
  await window.keyboard.press('Enter');
  await expect(terminal.getByText(/^5 .*it's a file\.txt/)).toBeVisible();

  // Close: first the dialog, then the terminal, whose session goes on, then the window.
  await choose(app, 'settings.notices');
  const dialog = window.getByRole('dialog', { name: 'Notices and sounds' });
  await expect(dialog).toBeVisible();
  await choose(app, 'Close');
  await expect(dialog).toBeHidden();
  await terminal.locator('.xterm').click();
  await choose(app, 'Close');
  await expect(terminal).toBeHidden();
  await expect(window.getByText('1 session running')).toBeVisible();
  const gone = app.waitForEvent('close');
  await window.getByRole('region', { name: 'Plan graph' }).click();
  await choose(app, 'Close');
  await gone;
});

test('a notice that fails is told, and what waits is counted on the dock', {
  tag: '@stand-in',
}, async ({ workspace }) => {
  const shop = await project(workspace, 'shop');
  const desktop = await Desktop.launch(workspace, {
    project: shop,
    env: { STAND_IN_FAILING_NOTICES: 'Not signed' },
  });
  const { window } = desktop;
  await expect(node(window, 'Data')).toBeVisible();
  const tell = (message: object) =>
    window.evaluate((told) => {
      const { tributaryShell } = window as unknown as { tributaryShell: { tell(m: object): void } };
      tributaryShell.tell(told);
    }, message);
  await tell({ kind: 'notice', id: 'data:1', title: 'Data asks', body: 'Which?' });
  await expect.poll(() => desktop.noted('notice')).toHaveLength(1);
  await choose(desktop.app, 'settings.notices');
  await expect(window.getByText('The system does not show notices: Not signed')).toBeVisible();
  await window.keyboard.press('Escape');

  // Not one of the agreed messages: left unheard.
  await tell({ kind: 'waiting', count: -1 });
  await tell({ kind: 'run', what: 'anything' });
  await tell({ kind: 'waiting', count: 3 });
  await expect.poll(() => desktop.noted('badge')).toEqual([3]);
  await openPane(window, 'Inbox');
});
