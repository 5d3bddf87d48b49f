import { Desktop } from './support/desktop.ts';
import { expect, node, test } from './support/test.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: shell }
syncs:
  one: { merges: [data] }
`;

/** How long a window may be white after its page crashed, in ms. */
const BACK_WITHIN = 2_000;

test('a window whose page crashed is back within two seconds', async ({ workspace }) => {
  const project = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const desktop = await Desktop.launch(workspace, { project });
  await expect(node(desktop.window, 'Data')).toBeVisible();
  const loaded = await desktop.app.evaluate(
    ({ BrowserWindow }, limit) =>
      new Promise<boolean>((done) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => done(true));
        contents?.forcefullyCrashRenderer();
        setTimeout(() => done(false), limit);
      }),
    BACK_WITHIN,
  );
  expect(loaded).toBe(true);
  // Playwright's page of a crashed process is of no use: the app's own view of it is asked.
  const shown = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
    );
  await expect.poll(shown).toContain('Data');
});

test('a second start brings up the window of the project, or opens one for another', async ({
  workspace,
}) => {
  const project = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const other = await workspace.repository('other', { 'plans/shop.plan.yaml': PLAN });
  const desktop = await Desktop.launch(workspace, { project });
  await expect(node(desktop.window, 'Data')).toBeVisible();
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());

  expect(await Desktop.second(workspace, project)).toBe(0);
  const state = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isMinimized(), window.isFocused()]),
    );
  await expect.poll(state).toEqual([[false, true]]);

  const opened = desktop.app.waitForEvent('window');
  expect(await Desktop.second(workspace, other)).toBe(0);
  await expect(node(await opened, 'Data')).toBeVisible();
  expect(await state()).toHaveLength(2);
});
