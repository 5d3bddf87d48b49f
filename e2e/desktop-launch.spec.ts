import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareStandIn } from './stand-in/prepare.ts';
import { Install } from './support/install.ts';
import { terminal } from './support/shells.ts';
import { expect, node, openPane, test, typeInto } from './support/test.ts';
import type { Workspace } from './support/workspace.ts';

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data, scope: ["db/**"], runs: shell }
syncs:
  one: { merges: [data] }
`;

/** What npm, an editor's terminal, an agent or a desktop file leave behind, and no program of the app may see. */
const INHERITED = {
  ELECTRON_RUN_AS_NODE: '1',
  NODE_OPTIONS: '--max-http-header-size=20000',
  ELECTRON_NO_ATTACH_CONSOLE: '1',
  npm_config_registry: 'https://example.invalid/',
  npm_lifecycle_event: 'start',
  INIT_CWD: '/',
  NODE: '/nowhere/node',
  CHROME_DESKTOP: 'code.desktop',
  APPDIR: '/nowhere',
};

test('what started the app does not leak into it, nor into its sessions', async ({ workspace }) => {
  const project = await trusted(workspace, { 'plans/shop.plan.yaml': PLAN });
  const install = await Install.create(workspace, await prepareStandIn());
  const started = install.start(['open', project], { env: INHERITED });
  const { page, browser } = await install.window(started);
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(terminal(page, 'Data')).toBeVisible();
  const names = Object.keys(INHERITED).join('|');
  const file = join(workspace.folder, 'seen');
  await typeInto(page, 'Data', `env | grep -E '^(${names})=' > ${file}; echo done >> ${file}`);
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('done');
  expect(await readFile(file, 'utf8')).toBe('done\n');
  await browser.close();
});

test('a binary that cannot be started is explained, and the browser used instead', async ({
  workspace,
}) => {
  const project = await trusted(workspace, { 'plans/shop.plan.yaml': PLAN });
  const binary = await fakeBinary(workspace, 'exit 0\n');
  await chmod(binary, 0o644);
  const install = await Install.create(workspace, binary);
  const started = install.start(['open', project]);
  await expect.poll(() => started.text).toMatch(/Tributary: http:/);
  expect(started.text).not.toMatch(/^\s+at /m);
  expect(started.text).toMatch(/binary may not be run/);
});

test('a binary that ends before it shows a window is explained, and the browser used instead', async ({
  workspace,
}) => {
  const project = await trusted(workspace, { 'plans/shop.plan.yaml': PLAN });
  const words = 'FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found';
  const binary = await fakeBinary(workspace, `echo "${words}" >&2\nexit 133\n`);
  const install = await Install.create(workspace, binary);
  const started = install.start(['open', project]);
  await expect.poll(() => started.text).toMatch(/Tributary: http:/);
  expect(started.text).toMatch(/sandbox/i);
});

test('the demo opens in the desktop app, and is gone when the window is closed', async ({
  workspace,
}) => {
  const install = await Install.create(workspace, await prepareStandIn());
  const started = install.start(['demo']);
  const { page, profile } = await install.window(started);
  await expect(page.getByRole('button', { name: 'Start phase' })).toBeVisible();
  expect(profile).toMatch(/electron\/demo-\d+$/);
  const demos = async () =>
    (await readdir(join(workspace.folder, 'tmp'))).filter((name) =>
      name.startsWith('tributary-demo-'),
    );
  expect(await demos()).toHaveLength(1);
  await page.close();
  expect(await started.ended).toBe(0);
  expect(await demos()).toEqual([]);
});

test('a start without a login environment finds what only the login shell knows', async ({
  workspace,
}) => {
  const tools = join(workspace.folder, 'tools');
  await mkdir(tools);
  await writeFile(join(tools, 'my-tool'), '#!/bin/sh\necho found\n');
  await chmod(join(tools, 'my-tool'), 0o755);
  await writeFile(join(workspace.folder, 'user/.profile'), `PATH="$PATH:${tools}"\n`);
  const plan = PLAN.replace('runs: shell', 'runs: sim, sim: plans/work.yaml').replace(
    'merges: [data]',
    'merges: [data], verify: ["my-tool"]',
  );
  const project = await trusted(workspace, {
    'plans/shop.plan.yaml': plan,
    'plans/work.yaml': '- edit: { file: db/a.sql, content: "x" }\n- commit: Do it\n',
  });
  const install = await Install.create(workspace, await prepareStandIn());
  // As a dock or a desktop file starts it.
  const { HOME = '', TRIBUTARY_HOME = '', TMPDIR = '' } = workspace.env;
  const bare = { HOME, TRIBUTARY_HOME, TMPDIR, SHELL: '/bin/sh', DISPLAY: ':99' };
  const started = install.start(['open', project], {
    only: { ...bare, PATH: '/usr/bin:/bin', GIT_CONFIG_NOSYSTEM: '1' },
  });
  const { page, browser } = await install.window(started);
  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'One', 'ready')).toBeVisible();
  await openPane(page, 'Sync');
  await page.getByRole('button', { name: 'Merge 1 branch' }).first().click();
  await expect(node(page, 'One', 'done')).toBeVisible();
  await browser.close();
});

async function trusted(
  workspace: Workspace,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const project = await workspace.repository('shop', files);
  await workspace.trust(project);
  return project;
}

/** A program in Electron's place that does nothing but this. */
async function fakeBinary(workspace: Workspace, script: string): Promise<string> {
  const folder = join(workspace.folder, 'fake-dist');
  await mkdir(folder);
  const binary = join(folder, 'electron');
  await writeFile(binary, `#!/bin/sh\n${script}`);
  await chmod(binary, 0o755);
  return binary;
}
