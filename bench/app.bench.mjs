import { execFile, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { makeBigRepository, nameOf } from './big-repository.mjs';
import { commandOf, programOf, secondsOf, treeOf } from './processes.mjs';

const FILES = Number(process.env.TRIBUTARY_BENCH_FILES ?? 57_000);
const IDLE_SECONDS = Number(process.env.TRIBUTARY_BENCH_IDLE ?? 60);
const ROUNDS = 3;
const AGENTS = 12;
const KEYS = 100;
const KEY_EVERY_MS = 40;
const EDITS = 10;
const LOOK_EVERY_MS = 2;
/** At the start each worktree is looked at once, and fresh ones are made: it is over when no git was started this long. */
const SETTLED_MS = 15_000;
/** Twelve agents that think between commits: about one commit a second in all. */
const COMMIT_EVERY_MS = 1_000;
const SHOWN_WITHIN_MS = 180_000;
/** Raw, so that what comes back is the key and nothing else. */
const ECHO = 'stty raw -echo; exec cat';
const BIN = resolve(import.meta.dirname, '../bin/tributary.mjs');

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const median = (values) => percentile(values, 0.5);

/**
 * The whole app, with its page open, in a large repository with twelve worktrees: what it costs while nothing happens,
 * and how soon a key shows on the screen while agents commit, against the same page while nothing happens.
 */
export async function bench() {
  console.error(`Making a repository of ${FILES} files…`);
  const big = makeBigRepository(FILES);
  const app = await startApp(big);
  try {
    const page = await openPage(app);
    try {
      const settled = await settle(app);
      const idle = await cpuOf(app, IDLE_SECONDS);
      const edited = await edits(app, page);
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        console.error(`Keys, round ${round + 1} of ${ROUNDS}…`);
        rounds.push({ quiet: await keys(page), ...(await keysUnderChurn(app, page)) });
      }
      return rowsOf({ ...idle, ...edited, shown: page.shown, settled }, rounds);
    } finally {
      await page.close();
    }
  } finally {
    await app.stop();
    big.remove();
  }
}

function rowsOf(idle, rounds) {
  const of = (name, share) => median(rounds.map((round) => percentile(round[name], share)));
  const row = (what, value, unit) => ({ what, value, unit });
  const judged = (what, value, most, unit) => ({
    ...row(what, value, unit),
    goal: `<= ${most}`,
    met: value <= most,
  });
  const commits = median(rounds.map((round) => round.commits));
  const atOnce = Math.max(...rounds.map((round) => round.atOnce));
  return [
    row('page opened until a terminal is shown', idle.shown, 's'),
    row('until all is read and the pool is full', idle.settled, 's'),
    judged(`app with its host, ${AGENTS} worktrees, idle`, idle.app, 2, '% of a core'),
    row('page in the browser meanwhile', idle.browser, '% of a core'),
    judged(`git processes in ${IDLE_SECONDS} idle s`, idle.started, 6, ''),
    judged(
      'edit on the screen until it is in the file, p95',
      percentile(idle.written, 0.95),
      300,
      'ms',
    ),
    judged(
      'edit of the file until it is on the screen, p95',
      percentile(idle.drawn, 0.95),
      300,
      'ms',
    ),
    row('key until it is on the screen, idle, p50', of('quiet', 0.5), 'ms'),
    row('key until it is on the screen, idle, p95', of('quiet', 0.95), 'ms'),
    row('commits of agents meanwhile', commits, '/s'),
    row('key until it is on the screen, agents commit, p50', of('churned', 0.5), 'ms'),
    judged('key until it is on the screen, agents commit, p95', of('churned', 0.95), 50, 'ms'),
    row('agents commit / idle, p50', of('churned', 0.5) / of('quiet', 0.5), 'x'),
    judged('git processes of the app at once meanwhile', atOnce, 2, ''),
  ];
}

async function startApp(big) {
  const names = Array.from({ length: AGENTS }, (_, index) => `a${index + 1}`);
  mkdirSync(join(big.path, 'plans'));
  const runs = (name) =>
    name === 'a1' ? `{ command: ${JSON.stringify(ECHO)} }` : '{ command: cat }';
  const agents = names.map((name) => `  ${name}: { role: data, runs: ${runs(name)} }\n`).join('');
  const plan = join(big.path, 'plans/big.plan.yaml');
  writeFileSync(
    plan,
    `version: 1\nfeature: big\nbase: main\nlimits: { sessions: ${AGENTS}, perPhase: ${AGENTS} }\nagents:\n${agents}syncs:\n  all: { merges: [${names.join(', ')}] }\n`,
  );
  const log = join(big.root, 'started');
  for (const name of ['user', 'home', 'bin']) mkdirSync(join(big.root, name));
  const env = {
    PATH: `${join(big.root, 'bin')}:${process.env.PATH}`,
    HOME: join(big.root, 'user'),
    TRIBUTARY_HOME: join(big.root, 'home'),
    SHELL: '/bin/sh',
  };
  await countGit(join(big.root, 'bin'), log);
  const tributary = async (...words) =>
    JSON.parse(
      (
        await promisify(execFile)(process.execPath, [BIN, ...words, '--json'], {
          cwd: big.path,
          env,
        })
      ).stdout,
    );
  await tributary('trust', '--accept', (await tributary('trust')).hash);
  console.error(`Starting ${AGENTS} agents…`);
  const started = await tributary('start', 'all');
  const server = spawn(process.execPath, [BIN, 'serve', '--no-open'], {
    cwd: big.path,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((done) => {
    server.stdout.setEncoding('utf8').on('data', (text) => {
      const found = /^Tributary: (\S+)$/m.exec(text);
      if (found) done(found[1]);
    });
  });
  const manifest = join(big.root, 'home/run/host-v1.json');
  const host = JSON.parse(readFileSync(manifest, 'utf8')).pid;
  return {
    url,
    log,
    plan,
    pids: [server.pid, host],
    worktrees: started.agents.map(({ worktree }) => worktree),
    async stop() {
      await tributary('stop', ...names);
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await gone;
      process.kill(host, 'SIGTERM');
      while (existsSync(manifest) && alive(host)) await pause(100);
    },
  };
}

/** A git in front of git notes that it was started, under the process it was started by. */
async function countGit(folder, log) {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'command -v git']);
  const script = `#!/bin/sh\necho "$PPID $1" >> '${log}'\nexec '${stdout.trim()}' "$@"\n`;
  writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
}

function alive(pid) {
  return existsSync(`/proc/${pid}/stat`);
}

async function openPage(app) {
  const vite = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
  });
  const { findBrowser } = await vite.ssrLoadModule('/e2e/browser/find-browser.ts');
  const found = await findBrowser();
  await vite.close();
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const began = performance.now();
  await page.goto(app.url);
  const echo = page.getByRole('region', { name: 'Terminal: A1', exact: true });
  await echo.locator('.xterm').click({ timeout: SHOWN_WITHIN_MS });
  const shown = (performance.now() - began) / 1000;
  return { page, shown, close: () => browser.close() };
}

/** Milliseconds from a click, and from a write of the plan's file, until the other of the two has followed. */
async function edits(app, { page }) {
  const written = [];
  const drawn = [];
  const text = () => readFileSync(app.plan, 'utf8');
  const timed = async (act, over) => {
    const began = performance.now();
    await act();
    while (!over()) await pause(LOOK_EVERY_MS);
    return performance.now() - began;
  };
  for (let edit = 0; edit < EDITS; edit += 1) {
    const before = text();
    await page
      .getByRole('toolbar', { name: 'Roles' })
      .getByRole('button', { name: 'QA', exact: true })
      .click();
    const phase = page.getByRole('menuitem', { name: 'all' });
    written.push(
      await timed(
        () => phase.click(),
        () => text() !== before,
      ),
    );
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    written.push(
      await timed(
        () => undo.click(),
        () => text() === before,
      ),
    );

    const title = `Written ${edit}`;
    const began = performance.now();
    writeFileSync(app.plan, before.replace(/ {2}a2: \{/, `  a2: { title: ${title},`));
    await page.locator('.react-flow__node').getByText(title, { exact: true }).waitFor();
    drawn.push(performance.now() - began);
    writeFileSync(app.plan, before);
    await page.locator('.react-flow__node').getByText('A2', { exact: true }).waitFor();
  }
  // The terminal has the focus again, for the keys.
  await page.getByRole('region', { name: 'Terminal: A1', exact: true }).locator('.xterm').click();
  return { written, drawn };
}

/** Milliseconds from each key's event in the page until the rows of its terminal changed. */
async function keys({ page }) {
  await page.evaluate(() => {
    const times = [];
    let pressed = null;
    const rows = document.activeElement.closest('.xterm').querySelector('.xterm-rows');
    const onKey = () => {
      pressed = performance.now();
    };
    const observer = new MutationObserver(() => {
      if (pressed === null) return;
      times.push(performance.now() - pressed);
      pressed = null;
    });
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
    window.addEventListener('keydown', onKey, true);
    window.benchKeys = { times, stop: () => observer.disconnect() };
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('abcdefghij'[key % 10]);
    await pause(KEY_EVERY_MS);
  }
  await page.waitForFunction((least) => window.benchKeys.times.length >= least, KEYS / 2);
  return page.evaluate(() => {
    window.benchKeys.stop();
    return window.benchKeys.times;
  });
}

/** The same while agents edit and commit, one after the other. */
async function keysUnderChurn(app, page) {
  let done = false;
  let commits = 0;
  const began = performance.now();
  const churn = (async () => {
    for (let turn = 0; !done; turn += 1) {
      const cwd = app.worktrees[turn % app.worktrees.length];
      for (let edit = 0; edit < 5; edit += 1)
        appendFileSync(join(cwd, nameOf((turn * 37 + edit) % FILES)), `turn ${turn}\n`);
      const next = pause(COMMIT_EVERY_MS);
      await promisify(execFile)(
        'git',
        ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', 'commit', '-qam', 'Work'],
        { cwd },
      );
      commits += 1;
      await next;
    }
  })();
  let atOnce = 0;
  const look = setInterval(() => {
    atOnce = Math.max(atOnce, gitUnder(app.pids[0]));
  }, 20);
  const churned = await keys(page);
  done = true;
  await churn;
  clearInterval(look);
  return { churned, atOnce, commits: (commits / (performance.now() - began)) * 1000 };
}

function gitUnder(pid) {
  return treeOf(pid).filter((child) => programOf(child) === 'git' && !answersForever(child)).length;
}

/** One git per repository stays and reads objects. */
function answersForever(pid) {
  const command = commandOf(pid);
  return command === '' || command.includes('cat-file');
}

function browserPids() {
  return treeOf(process.pid).filter((pid) => /chrom/.test(programOf(pid)));
}

/** Seconds until the app has started no git for a while. */
async function settle(app) {
  const began = performance.now();
  const size = () => readFileSync(app.log, 'utf8').length;
  for (let before = -1; before !== size(); ) {
    before = size();
    await pause(SETTLED_MS);
  }
  return (performance.now() - began - SETTLED_MS) / 1000;
}

async function cpuOf(app, seconds) {
  writeFileSync(app.log, '');
  const own = app.pids.flatMap(treeOf);
  const browser = browserPids();
  const before = { app: secondsOf(own), browser: secondsOf(browser) };
  await pause(seconds * 1_000);
  const share = (now, then) => ((now - then) / seconds) * 100;
  const started = readFileSync(app.log, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && basename(line.split(' ')[1] ?? '') !== 'version').length;
  return {
    app: share(secondsOf(own), before.app),
    browser: share(secondsOf(browser), before.browser),
    started,
  };
}
