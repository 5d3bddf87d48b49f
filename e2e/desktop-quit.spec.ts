import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { windowOf } from './support/desktop-page.ts';
import { expect, node, openPane, test } from './support/test.ts';

/** How long quitting may take, in ms: three seconds for what runs, and the end of the browser. */
const QUIT_WITHIN = 6_000;

const plan = (pidFile: string) => `version: 1
feature: shop
base: main
agents:
  data: { role: data, scope: ["db/**"], runs: sim, sim: plans/work.yaml }
syncs:
  one: { merges: [data], verify: ["echo $$ > ${pidFile}; exec sleep 61"] }
`;

test('quitting during a verification ends it: nothing of it runs on', async ({
  page,
  workspace,
}) => {
  const pidFile = join(workspace.folder, 'verification');
  const project = await workspace.repository('shop', {
    'plans/shop.plan.yaml': plan(pidFile),
    'plans/work.yaml': '- edit: { file: db/a.sql, content: "x" }\n- commit: Do it\n',
  });
  await workspace.trust(project);
  const served = await workspace.serve(project, 'serve');
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'One', 'ready')).toBeVisible();
  await openPane(page, 'Sync');
  await page.getByRole('button', { name: 'Merge 1 branch' }).first().click();
  const pid = async () => Number(await readFile(pidFile, 'utf8').catch(() => ''));
  await expect.poll(pid).toBeGreaterThan(0);
  const verification = await pid();
  workspace.onEnd(async () => endIfThere(verification));

  const app = workspace.desktop?.app;
  if (!app) throw new Error('not on the desktop');
  // Whoever is asked whether to quit says yes.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    dialog.showMessageBoxSync = () => 0;
  });
  const begun = Date.now();
  const ended = new Promise((done) => app.process().once('exit', done));
  await app.evaluate(({ app: main }) => main.quit()).catch(() => undefined);
  await ended;
  expect(Date.now() - begun).toBeLessThan(QUIT_WITHIN);
  await expect.poll(() => isRunning(verification), { timeout: 2_000 }).toBe(false);
  expect(windowOf(page).isClosed()).toBe(true);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function endIfThere(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}
