import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, expect } from '@playwright/test';
import { buildIfStale } from './build-if-stale.mjs';
import { findBrowser } from './find-browser.mjs';

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'docs/screenshots');
const bin = join(root, 'bin/tributary.mjs');
const LARGE = { width: 1440, height: 900 };
const SMALL = { width: 1024, height: 640 };
/** Longer than any step of the demo takes on a slow machine. */
const PATIENCE_MS = 30_000;
/** Longer than everything that moves or waits for a pane to rest: transitions, fitting terminals, saving the layout. */
const REST_MS = 700;

const run = promisify(execFile);

/** A folder with a home and a place for the demo, and the environment that keeps everything in it. */
async function prepare() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tributary-shots-')));
  for (const name of ['user', 'tmp']) await mkdir(join(folder, name));
  await writeFile(
    join(folder, 'user/.gitconfig'),
    '[user]\n\tname = Harbor office\n\temail = office@harbor.example\n',
  );
  const env = {
    ...process.env,
    HOME: join(folder, 'user'),
    TRIBUTARY_HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    SHELL: '/bin/sh',
  };
  return { folder, env };
}

function startDemo(env) {
  const child = spawn(process.execPath, [bin, 'demo', '--no-open'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((done) => child.on('exit', done));
  const url = new Promise((done, failed) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      const found = /^Tributary: (\S+)$/m.exec(text);
      if (found) done(found[1]);
    });
    gone.then(() => failed(new Error(`The demo ended before it said its address: ${text}`)));
  });
  return {
    url,
    async end() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The session host outlives the demo by design; here it must not. */
function endHost(folder) {
  const place = join(folder, 'home/run');
  if (!existsSync(place)) return;
  for (const name of readdirSync(place).filter((one) => one.endsWith('.json'))) {
    const { pid } = JSON.parse(readFileSync(join(place, name), 'utf8'));
    try {
      if (Number.isInteger(pid)) process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}

/** The page of the demo, in the words of a person. */
function handsOn(page) {
  const graph = page.getByRole('region', { name: 'Plan graph' });
  const node = (title, state) =>
    graph.getByLabel(new RegExp(`^${title}, (agent|sync point), ${state ?? '.*'}$`));
  return {
    becomes: (title, state) => expect(node(title, state)).toBeVisible({ timeout: PATIENCE_MS }),
    choose: (title) => node(title).click(),
    press: (name) => page.getByRole('button', { name }).first().click(),
    async pane(name) {
      const region = page.getByRole('region', { name, exact: true });
      if (!(await region.isVisible())) {
        await page.getByRole('button', { name, exact: true }).first().click();
      }
    },
    async answer(title, text) {
      await page
        .getByRole('region', { name: `Terminal: ${title}`, exact: true })
        .locator('.xterm')
        .click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    /** Drags the sash above the drawer up. */
    async growDrawer(by) {
      const box = await page.getByRole('tab', { name: 'Inspector' }).boundingBox();
      await page.mouse.move(LARGE.width / 2, box.y);
      await page.mouse.down();
      await page.mouse.move(LARGE.width / 2, box.y - by, { steps: 5 });
      await page.mouse.up();
    },
    /** Both themes of what is on the screen now. */
    async shoot(name, size = LARGE) {
      await page.setViewportSize(size);
      await page.mouse.move(size.width / 2, 20);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(REST_MS);
        await page.screenshot({ path: join(target, `${name}-${colorScheme}.png`) });
      }
    },
  };
}

/** The README's first line as the template has it, and as two people put it, each in their worktree. */
const LINE = 'who wrote what, and when.';
const WORDS = { backend: 'who wrote what, signed.', frontend: 'who wrote what, with a face.' };

async function commitLine(env, worktree, { from, to }) {
  const file = join(worktree, 'README.md');
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
  await git(env, worktree, 'commit', '--quiet', '-am', `README: ${to}`);
}

async function disagree(env, worktrees) {
  for (const agent of ['backend', 'frontend']) {
    await commitLine(env, worktrees[agent], { from: LINE, to: WORDS[agent] });
  }
}

function git(env, cwd, ...args) {
  return run('git', args, { cwd, env });
}

async function worktreesOf(env) {
  const demo = readdirSync(env.TMPDIR).find((name) => name.startsWith('tributary-demo-'));
  const project = join(env.TMPDIR, demo, 'harbor-notes');
  const { stdout } = await run(process.execPath, [bin, 'status', '--json', '--project', project], {
    env,
  });
  return Object.fromEntries(
    JSON.parse(stdout).agents.map(({ name, worktree }) => [name, worktree]),
  );
}

async function play(page, env) {
  const { becomes, choose, press, pane, answer, growDrawer, shoot } = handsOn(page);
  await becomes('Backend', 'not-started');
  await choose('Backend');
  await pane('Inspector');
  await shoot('planning');
  await press('New plan');
  await page.getByLabel('Feature name').fill('Guest Book');
  await page.getByLabel('What it is for').fill('Guests leave a note on a page of the harbour.');
  await expect(page.getByRole('listitem', { name: 'Backend' })).toBeVisible();
  await shoot('new-plan');
  await page.keyboard.press('Escape');

  await press('Start phase');
  await becomes('Designer', 'needs-you');
  await answer('Designer', 'round');
  await becomes('Data', 'needs-you');
  await answer('Data', 'y');
  await becomes('Phase 1', 'ready');
  await choose('Phase 1');
  await pane('Sync');
  await press('Merge 2 branches');
  await becomes('Phase 1', 'done');

  await press('Start phase');
  await becomes('Frontend', 'needs-you');
  await choose('Frontend');
  await pane('Inbox');
  await shoot('running');
  await shoot('running-small', SMALL);
  await page.setViewportSize(LARGE);
  await answer('Frontend', 'y');
  await becomes('Phase 2', 'ready');

  await disagree(env, await worktreesOf(env));
  await choose('Frontend');
  await pane('Inspector');
  await press('Review');
  await press(/NotePage|README/);
  await shoot('review');
  await page.keyboard.press('Escape');
  await choose('Phase 2');
  await pane('Sync');
  await press('Merge 2 branches');
  await becomes('Phase 2', 'conflict');
  await growDrawer(130);
  await shoot('conflict');

  await press('Resolve');
  await expect(page.getByText('Conflict 1 of 1').first()).toBeVisible({ timeout: PATIENCE_MS });
  await shoot('resolve');
  await press(/^Take Backend/);
  await press(/^Accept$/);
  await press('Merge 2 branches');
  await becomes('Phase 2', 'done');
  await press('Start phase');
  await becomes('Phase 3', 'ready');
  await choose('Phase 3');
  await press('Merge 1 branch');
  await becomes('Phase 3', 'done');
  await shoot('finished');
  await pane('Worktrees');
  await shoot('worktrees');
  await press(/^Finish$/);
  await expect(page.getByRole('region', { name: 'Push' })).toBeVisible({ timeout: PATIENCE_MS });
  await shoot('finish');
}

await buildIfStale();
await mkdir(target, { recursive: true });
const { folder, env } = await prepare();
const demo = startDemo(env);
const { executablePath, env: extra } = findBrowser();
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...extra },
  args: ['--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: LARGE, reducedMotion: 'reduce' });
  await page.goto(await demo.url);
  await play(page, env);
} finally {
  await browser.close();
  await demo.end();
  endHost(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
