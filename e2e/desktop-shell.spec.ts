import { launchStandIn } from './stand-in/launch.ts';
import { expect, node, test, typeInto } from './support/test.ts';

/** What the preload gives to the page. */
interface Shell {
  readonly tributaryShell: { showNotice(notice: object): void };
}

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

  // A notice of the system goes out, and its click comes back and brings the window up.
  const notice = { id: 'store:question:1', title: 'Store asks', body: 'Which colour?' };
  const chosen = await page.evaluate(
    (given) =>
      new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => {
          if (data?.tributaryNotice) resolve(data.tributaryNotice);
        });
        (window as unknown as Shell).tributaryShell.showNotice(given);
      }),
    notice,
  );
  expect(chosen).toBe(notice.id);
  expect(happened('notice')[0]?.detail).toEqual({
    title: notice.title,
    body: notice.body,
    silent: true,
  });
  expect(happened('focused')).toHaveLength(1);

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
