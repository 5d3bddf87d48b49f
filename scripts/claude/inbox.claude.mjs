import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, expect as see } from '@playwright/test';
import { expect, test } from 'vitest';
import { findBrowser } from '../../e2e/browser/find-browser.ts';
import { eventually, isRunning } from '../../src/main/core/session/session-fixture.ts';
import { installClaude } from './install-claude.mjs';
import { startMockModel } from './mock-model.mjs';
import { KEY } from './stage.mjs';

// The whole way of one request: the real command line asks, the page shows it, a key answers it, the command runs, and
// what was said is read in the page. Then the orchestrator is started there and asked. Nothing is typed into a terminal.

const bin = resolve(import.meta.dirname, '../../bin/tributary.mjs');
const PATIENCE = 60_000;
const PLAN = `version: 1
feature: shop
base: main
agents:
  designer: { role: designer, prompt: "SCRIPT:asks", options: { permissionMode: manual } }
syncs:
  ground: { merges: [designer] }
`;

/** A repository, a home with a first run behind it, and the environment that keeps everything in one folder. */
async function prepare(model) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-inbox-')));
  const repository = join(folder, 'shop');
  for (const name of ['user', 'tmp', 'claude', 'shop/plans']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(repository, 'plans/shop.plan.yaml'), PLAN);
  writeFileSync(
    join(folder, 'user/.gitconfig'),
    '[user]\n\tname = Test\n\temail = test@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  writeFileSync(
    join(folder, 'claude/.claude.json'),
    JSON.stringify({
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: { [repository]: { hasTrustDialogAccepted: true } },
    }),
  );
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, 'user'),
    SHELL: '/bin/sh',
    TMPDIR: join(folder, 'tmp'),
    TRIBUTARY_HOME: join(folder, 'home'),
    TRIBUTARY_CLAUDE: installClaude(),
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: KEY,
    CLAUDE_CONFIG_DIR: join(folder, 'claude'),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
  const run = (program, ...args) => promisify(execFile)(program, args, { cwd: repository, env });
  await run('git', 'init', '--quiet');
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'First');
  const { stdout } = await run(process.execPath, bin, 'trust', '--json');
  await run(process.execPath, bin, 'trust', '--accept', JSON.parse(stdout).hash);
  return { folder, repository, env, run };
}

async function serve({ repository, env }) {
  const child = spawn(process.execPath, [bin, 'serve', '--no-open'], {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((done) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      const found = /^Tributary: (\S+)$/m.exec(text);
      if (found) done(found[1]);
    });
  });
  const gone = new Promise((done) => child.on('exit', done));
  return {
    url,
    end() {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

async function endHost(folder) {
  const place = join(folder, 'home/run');
  for (const name of existsSync(place) ? readdirSync(place) : []) {
    if (!name.endsWith('.json')) continue;
    const { pid } = JSON.parse(readFileSync(join(place, name), 'utf8'));
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    await eventually(() => !isRunning(pid));
  }
}

test('a request of the real command line is approved in the page, and what was said is read there; the orchestrator is asked', async () => {
  const touch = { name: 'Bash', input: { command: 'touch made', description: 'd' } };
  const model = await startMockModel({
    asks: [{ text: 'I need a file.', tools: [touch] }, { text: 'Went on.' }],
    whole: [{ text: 'Seen as a whole.' }],
  });
  const place = await prepare(model);
  const served = await serve(place);
  const { executablePath, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: ['--disable-gpu'],
  });
  const soon = see.configure({ timeout: PATIENCE });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.url);
    await page.getByRole('button', { name: 'Start phase' }).click();
    const designer = (state) => page.getByLabel(`Designer, agent, ${state}`, { exact: true });
    await soon(designer('needs-you')).toBeVisible();
    const made = join(place.folder, 'shop-designer/made');
    expect(existsSync(made)).toBe(false);

    await page.keyboard.press('n');
    const card = page.getByRole('region', { name: /^Request of Designer in / });
    await soon(card).toContainText('touch made');
    await page.keyboard.press('Enter');
    await soon(designer('finished')).toBeVisible();
    expect(existsSync(made)).toBe(true);

    await designer('finished').click();
    await page.getByRole('button', { name: 'Inspector', exact: true }).first().click();
    await page.getByRole('button', { name: 'Conversation' }).click();
    const conversation = page.getByRole('log');
    for (const words of ['SCRIPT:asks', 'I need a file.', 'touch made', 'Went on.']) {
      await soon(conversation).toContainText(words);
    }
    await soon(page.getByRole('dialog', { name: 'Conversation' })).toContainText('tokens in');
    await page.getByRole('searchbox').fill('went ON');
    await soon(page.getByRole('region', { name: 'Found' })).toContainText('1 found');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Start the orchestrator' }).click();
    const orchestrator = page.getByRole('region', { name: 'Terminal: Orchestrator' });
    await soon(orchestrator).toBeVisible();
    await place.run(process.execPath, bin, 'ask', 'orchestrator', 'SCRIPT:whole');
    await soon(orchestrator).toContainText('Seen as a whole.');
    await soon(orchestrator).toContainText('finished');
    const told = model.requests.find(({ body }) => body.includes('SCRIPT:whole'))?.body ?? '';
    const integration = join(place.folder, 'shop-integration');
    expect(told).toContain(`You work in the integration worktree ${integration}.`);
    expect(told).toContain(`Primary working directory: ${integration}`);
    expect(told).toContain('- designer: finished');
  } finally {
    await browser.close();
    // The command line writes to the folder until its last moment: it ends before what holds it.
    await place.run(process.execPath, bin, 'stop', 'designer', 'orchestrator');
    await served.end();
    await endHost(place.folder);
    await model.close();
    rmSync(place.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});
