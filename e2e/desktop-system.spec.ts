import { Desktop } from './support/desktop.ts';
import { expect, node, test } from './support/test.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: sim, sim: plans/asks.yaml }
syncs:
  one: { merges: [data] }
`;

test('a notice that is clicked brings back the window, at what it is about', {
  tag: '@stand-in',
}, async ({ workspace }) => {
  const project = await workspace.repository('shop', {
    'plans/shop.plan.yaml': PLAN,
    'plans/asks.yaml': '- ask: Which colour?\n',
  });
  await workspace.trust(project);
  const behind = () => {
    document.hasFocus = () => false;
  };
  const desktop = await Desktop.launch(workspace, { project, early: [behind] });
  const page = desktop.window;
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect.poll(() => desktop.noted('notice')).toMatchObject([{ title: 'Data asks' }]);
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await desktop.clickNotice();
  const state = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isMinimized(), window.isFocused()]),
    );
  await expect.poll(state).toEqual([[false, true]]);
  await expect(node(page, 'Data', 'needs-you')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Inbox', exact: true })).toBeVisible();
});

test('a right click into a field offers to edit it', { tag: '@stand-in' }, async ({
  workspace,
}) => {
  const desktop = await Desktop.launch(workspace);
  const field = desktop.window.getByRole('combobox', { name: 'Repository' });
  await field.fill('some words');
  await field.selectText();
  await field.click({ button: 'right' });
  await expect.poll(() => desktop.noted('popup')).toHaveLength(1);
  const [menu] = await desktop.noted('popup');
  expect(menu).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ label: 'Copy' }),
      expect.objectContaining({ label: 'Paste' }),
    ]),
  );
  await desktop.choose('Copy');
  await expect.poll(() => desktop.clipboard()).toBe('some words');
});
