import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { Desktop } from './support/desktop.ts';
import { expect, node, test } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

/** The agent works until it is answered; the verification of its sync point never ends. */
const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, runs: sim, sim: plans/work.yaml }
  store: { role: data, runs: shell }
syncs:
  one: { merges: [data, store], verify: ["exec sleep 61"] }
`;
const WORK = `- edit: { file: a.sql, content: "x" }
- commit: Do it
- sleep: 60000
`;

function project(workspace: Workspace): Promise<string> {
  return workspace.repository('shop', {
    'plans/shop.plan.yaml': PLAN,
    'plans/work.yaml': WORK,
  });
}

/** From now on every question is answered with this button, and what was asked is kept. */
function answer(app: ElectronApplication, response: number): Promise<void> {
  return app.evaluate(({ dialog }, button) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...given: unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)));
      return { response: button, checkboxChecked: false };
    };
  }, response);
}

function asked(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}

test('while an agent works on mains power the app is not suspended, and after a sleep it reads anew', async ({
  workspace,
}) => {
  const shop = await project(workspace);
  await workspace.trust(shop);
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { app, window } = desktop;
  expect(await desktop.noted('power blocker')).toEqual([]);
  await window.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(window, 'Data', 'working')).toBeVisible();
  await expect
    .poll(() => desktop.noted('power blocker'))
    .toMatchObject([{ type: 'prevent-app-suspension' }]);
  const power = (battery: boolean, event: 'on-battery' | 'on-ac') =>
    app.evaluate(
      ({ powerMonitor }, given) => {
        Object.assign(powerMonitor, { onBatteryPower: given.battery });
        powerMonitor.emit(given.event);
      },
      { battery, event },
    );
  await power(true, 'on-battery');
  await expect.poll(() => desktop.noted('power blocker stopped')).toHaveLength(1);
  await power(false, 'on-ac');
  await expect.poll(() => desktop.noted('power blocker')).toHaveLength(2);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(node(window, 'Data', 'working')).toBeVisible();

  // Quitting interrupts nothing here, so nobody is asked; what goes on is said.
  await answer(app, 1);
  const log: string[] = [];
  app.process().stderr?.on('data', (text) => log.push(String(text)));
  const ended = new Promise((done) => app.process().once('exit', done));
  await app.evaluate(({ app: main }) => main.quit()).catch(() => undefined);
  await ended;
  expect(log.join('')).toContain('2 sessions of shop keep running in the background.');
});

test('quitting while a set-up runs asks first, and goes on when it is cancelled', async ({
  workspace,
}) => {
  const shop = await project(workspace);
  await workspace.commit(shop, { '.tributary/config.yaml': 'setup: exec sleep 61\n' }, 'Set-up');
  await workspace.trust(shop);
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { app, window } = desktop;
  await window.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(window, 'Data', 'setting-up')).toBeVisible();
  await answer(app, 1);
  await app.evaluate(({ app: main }) => main.quit());
  await expect.poll(async () => (await asked(app)).length).toBe(1);
  const [question = ''] = await asked(app);
  expect(question).toContain('Stop what is running and quit?');
  expect(question).toContain('Starting one');
  // The last window asks the same, once the answer has been taken: while one question is open there is no second.
  await expect(async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect((await asked(app)).length).toBeGreaterThan(1);
  }).toPass();
  await expect(node(window, 'Data', 'setting-up')).toBeVisible();

  // Nobody answers any more: a signal ends it all the same, and what ran with it.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => new Promise(() => undefined);
  });
  const ended = new Promise((done) => app.process().once('exit', done));
  await app.evaluate(({ app: main }) => main.quit());
  process.kill(app.process().pid ?? 0, 'SIGTERM');
  await ended;
});

test('what goes wrong has an incident that can be found again', async ({ workspace }) => {
  const shop = await project(workspace);
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { app, window } = desktop;
  await expect(node(window, 'Data')).toBeVisible();
  const incident = async (text: string) => /[Ii]ncident ([0-9a-f]{8})/.exec(text)?.[1] ?? 'none';
  const logged = () => readFile(join(workspace.folder, 'home/logs/tributary.log'), 'utf8');

  await app.evaluate(() => void Promise.reject(new Error('lost promise')));
  const toast = window.getByText('Something went wrong', { exact: true });
  await expect(toast).toBeVisible();
  const words = await window.locator('[data-sonner-toast]').first().innerText();
  expect(await logged()).toContain(`incident ${await incident(words)}`);

  await answer(app, 1);
  await app.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('late throw');
      }),
  );
  await expect.poll(async () => (await asked(app)).length).toBe(1);
  const [question = ''] = await asked(app);
  expect(question).toContain('late throw');
  expect(await logged()).toContain(`incident ${await incident(question)}`);

  // A page that stops again soon is not loaded again in a circle: the person decides.
  await answer(app, 0);
  for (const questions of [0, 1]) {
    await app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows();
      first?.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
    });
    await expect.poll(async () => (await asked(app)).length).toBe(questions);
  }
  expect((await asked(app)).at(-1)).toContain('It stopped twice within a minute');
});

test('a window has the colours of the chosen theme before its page is there', async ({
  workspace,
}) => {
  const shop = await project(workspace);
  const home = join(workspace.folder, 'home');
  await mkdir(home, { recursive: true });
  const chosen = JSON.stringify({ theme: 'dark', terminalFontSize: 12.5 });
  await writeFile(join(home, 'preferences.json'), chosen);
  const desktop = await Desktop.launch(workspace, { project: shop });
  const { window } = desktop;
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  const [opened] = await desktop.noted('window');
  expect(opened).toMatchObject({ backgroundColor: '#0f1518' });
  await window.screenshot({ path: 'test-results/desktop-dark.png' });
});
