import type { Page } from '@playwright/test';
import { Desktop } from './support/desktop.ts';
import { windowOf } from './support/desktop-page.ts';
import { startShells, terminal } from './support/shells.ts';
import { clipboardText } from './support/system.ts';
import { expect, node, test, typeInto } from './support/test.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: shell }
syncs:
  one: { merges: [data], verify: ["echo verified"] }
`;

/** What a page may know of the process that it is in. */
const REACH = `({
  secure: isSecureContext,
  require: typeof require,
  process: typeof process,
  bridge: typeof __toMain,
})`;

test('the window is isolated, speaks both planes, follows its files, and keeps to its own pages', {
  tag: '@stand-in',
}, async ({ workspace }) => {
  const project = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const desktop = await Desktop.launch(workspace, { project });
  const page = desktop.window;
  await expect(node(page, 'Data', 'not-started')).toBeVisible();
  const [made] = await desktop.noted('window');
  expect(made).toMatchObject({
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  expect(await page.evaluate(REACH)).toEqual({
    secure: true,
    require: 'undefined',
    process: 'undefined',
    bridge: 'undefined',
  });
  const answered = page.waitForResponse((response) => response.url().endsWith('/index.html'));
  await page.reload();
  expect((await answered).headers()['content-security-policy']).toContain("script-src 'self'");

  // One call and one stream: the plan arrives, and again when the file changes.
  await expect(node(page, 'Data', 'not-started')).toBeVisible();
  const renamed = PLAN.replace('data: {', 'store: {').replace('[data]', '[store]');
  await workspace.commit(project, { 'plans/shop.plan.yaml': renamed }, 'Rename');
  await expect(node(page, 'Store', 'not-started')).toBeVisible();

  // One failure: trust is missing, which the page turns into a question with the literal command.
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(page.getByRole('dialog').getByText('echo verified')).toBeVisible();
  await page.getByRole('button', { name: 'Trust this repository' }).click();

  // Terminal bytes both ways.
  await expect(terminal(page, 'Store')).toBeVisible();
  await typeInto(page, 'Store', 'echo "sum $((40+2))"');
  await expect(terminal(page, 'Store').getByText('sum 42')).toBeVisible();

  await page.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  await expect.poll(() => desktop.noted('navigation denied')).toHaveLength(1);
  await page.evaluate(() => {
    window.open('about:blank#elsewhere');
  });
  await expect.poll(() => desktop.noted('window denied')).toHaveLength(1);
  await expect(node(page, 'Store')).toBeVisible();
});

test('the app has its own name, version and folder, and opens the project that it was given', async ({
  workspace,
}) => {
  const project = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const desktop = await Desktop.launch(workspace, { project });
  await expect(node(desktop.window, 'Data')).toBeVisible();
  const known = await desktop.app.evaluate(({ app }) => ({
    name: app.name,
    version: app.getVersion(),
    userData: app.getPath('userData'),
  }));
  expect(known.name).toBe('Tributary');
  expect(known.version).toMatch(/^0\./);
  expect(known.userData).toBe(`${workspace.env['TRIBUTARY_HOME']}/electron/main`);
});

test('what a program in a terminal offers to copy is copied', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1 });
  await typeInto(page, 'S1', "printf '\\033]52;c;aGVsbG8=\\007'");
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => clipboardText(page, workspace)).toBe('hello');
});

test('a link in a terminal opens in the browser of the person', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1 });
  const url = 'https://example.invalid/pr/1';
  await typeInto(page, 'S1', `stty -echo; PS1=; clear; echo see ${url}`);
  const row = terminal(page, 'S1').locator('.xterm-rows > div', { hasText: `see ${url}` });
  await expect(row).toBeVisible();
  const box = await row.boundingBox();
  if (!box) throw new Error('not on the screen');
  const [x, y] = [box.x + 60, box.y + box.height / 2];
  // The terminal finds links under the pointer once it moves there.
  await page.mouse.move(x - 4, y);
  await page.mouse.move(x, y);
  await expect(terminal(page, 'S1').locator('.xterm-cursor-pointer')).toBeVisible();
  await page.keyboard.down('Control');
  await page.mouse.click(x, y);
  await page.keyboard.up('Control');
  await page.getByRole('dialog').getByRole('button', { name: 'Open link' }).click();
  await expect.poll(() => workspace.desktop?.noted('openExternal')).toEqual([url]);
  await expect.poll(() => windowOf(page).context().pages()).toHaveLength(1);
});

test('the page may write to the clipboard, and has no other permission', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 1 });
  expect(await permission(page, 'clipboard-write')).toBe('granted');
  for (const name of ['geolocation', 'camera', 'microphone', 'clipboard-read']) {
    expect(await permission(page, name), name).toBe('denied');
  }
});

test('permissions that pages only look up are denied too', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1 });
  expect(await permission(page, 'notifications')).toBe('denied');
});

function permission(page: Page, name: string): Promise<string> {
  return page.evaluate(async (asked) => {
    const query = { name: asked } as object as PermissionDescriptor;
    return (await navigator.permissions.query(query)).state;
  }, name);
}
