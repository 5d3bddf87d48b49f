import { launchStandIn } from './stand-in/launch.ts';
import { expect, node, test, typeInto } from './support/test.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: shell }
syncs:
  one: { merges: [data], verify: ["echo verified"] }
`;

test('the built desktop shell starts, serves its page, speaks both planes, and confines the page', async ({
  workspace,
}) => {
  const repository = await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN });
  const shell = await launchStandIn(workspace, repository);
  const { page, events } = shell;
  const happened = (name: string) => events.filter(({ event }) => event === name);

  expect(happened('window')[0]?.detail).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(happened('permissions denied')).toHaveLength(1);
  const answered = page.waitForResponse((response) => response.url().endsWith('/index.html'));
  await page.reload();
  expect((await answered).headers()['content-security-policy']).toContain("script-src 'self'");

  // One call and one stream: the plan arrives, and again when the file changes.
  await expect(node(page, 'Data', 'not-started')).toBeVisible();
  await workspace.commit(
    repository,
    { 'plans/shop.plan.yaml': PLAN.replace('data: {', 'store: {').replace('[data]', '[store]') },
    'Rename',
  );
  await expect(node(page, 'Store', 'not-started')).toBeVisible();

  // One failure: trust is missing, which the page turns into a question with the literal command.
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(page.getByRole('dialog').getByText('echo verified')).toBeVisible();
  await page.getByRole('button', { name: 'Trust this repository' }).click();

  // Terminal bytes both ways.
  const terminal = page.getByRole('region', { name: 'Terminal: Store', exact: true });
  await expect(terminal).toBeVisible();
  await typeInto(page, 'Store', 'echo "sum $((40+2))"');
  await expect(terminal.getByText('sum 42')).toBeVisible();

  await page.evaluate(() => {
    location.href = 'https://example.invalid/';
  });
  await expect.poll(() => happened('navigation denied').length).toBe(1);
  await page.evaluate(() => {
    window.open('about:blank#elsewhere');
  });
  await expect.poll(() => happened('window denied').length).toBe(1);
  await expect(node(page, 'Store')).toBeVisible();

  await page.close();
  expect(await shell.exit).toBe(0);
});
