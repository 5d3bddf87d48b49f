import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { startProject } from '../scripts/soak/app.mjs';
import { bareTerminals, bridgeModel, echoesIn, parserAlone, showModel } from './page-terminals.mjs';
import { commandOf, programOf, residentMegabytes, secondsOf, treeOf } from './processes.mjs';
import { startModel } from './vscode-client.mjs';
import { workloads } from './workloads.mjs';

const ROUNDS = 3;
const KEYS = 40;
const FLOODS = 10;
const POURED = 8 * 1e6;
const MANY = 30;
const SCROLLBACK = 5000;
const SETTLE_MS = 3000;
const SILENT = 20;
/** V8 gives memory back some seconds after the last work. */
const QUIET_MS = 30_000;
const SILENT_MS = 30_000;
const SHOWN_WITHIN_MS = 120_000;
/** Raw, so that what comes back is the key and nothing else. */
const ECHO = 'stty raw -echo; exec cat';
const FLOOD = "exec yes 'a flood that everybody sees, with some words to draw'";
/** A line of 118 characters, so that a full terminal is full. */
const FILL = `seq -f '%06.0f ${'filled '.repeat(16)}' ${SCROLLBACK + 100}; exec sleep 100000`;

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const median = (values) => percentile(values, 0.5);
const row = (what, value, unit) => ({ what, value, unit });
const atMost = (what, value, { most, unit }) => ({
  ...row(what, value, unit),
  goal: `<= ${most}`,
  met: value <= most,
});

/** What the page makes of terminals: throughput until parsed, echo, and memory, against the parser and the VS Code model. */
export async function bench() {
  const browser = await launch();
  try {
    return [...(await speed(browser)), ...(await memory(browser)), await silence(browser)];
  } finally {
    await browser.close();
  }
}

async function launch() {
  const found = process.env.CHROMIUM ? null : await unpackedBrowser();
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? found.executablePath,
    env: { ...process.env, ...found?.env },
    args: ['--disable-gpu', '--enable-unsafe-swiftshader'],
  });
}

/** The one that the end-to-end tests have unpacked. */
async function unpackedBrowser() {
  const cache = join(import.meta.dirname, '../node_modules/.cache');
  const name = readdirSync(cache).find((one) => one.startsWith('chromium-'));
  if (!name) throw new Error('No browser: set CHROMIUM, or run `npm run e2e` once.');
  const folder = join(cache, name);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

async function speed(browser) {
  const [, poured] = workloads(POURED).find(([name]) => name === 'coloured log');
  const floods = Array.from({ length: FLOODS }, (_, at) => [`f${at}`, `read -r go; ${FLOOD}`]);
  const project = await startProject({
    echo: ECHO,
    size: 'read -r go; stty size; exec sleep 100000',
    pour: 'stty raw -echo; while read -r go n; do cat "$go"; printf "poured-%s." "$n"; done',
    ...Object.fromEntries(floods),
  });
  const file = join(project.folder, 'poured');
  writeFileSync(file, poured);
  const app = project.serve();
  const model = await startModel(project.folder);
  const bridge = await bridgeModel(model);
  try {
    const page = await openApp(browser, await app.url);
    const bare = await bareTerminals(browser, { columns: 120, rows: 36 });
    const size = await sizeOf(page, 'Size');
    const rates = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await bare.bringToFront();
      const alone = await parserAlone(bare, poured, { ...size, drawn: false });
      const drawn = await parserAlone(bare, poured, { ...size, drawn: true });
      await page.bringToFront();
      rates.push({ alone, drawn, app: await pour(page, { file, bytes: poured.length, round }) });
    }
    await focusTerminal(page, 'Echo');
    const idle = await echoesIn(page, KEYS);
    await bare.bringToFront();
    await showModel(bare, bridge.address, [ECHO]);
    await pause(SETTLE_MS);
    const modelIdle = await echoesIn(bare, KEYS);
    await bare.close();
    await page.bringToFront();
    for (let at = 0; at < FLOODS; at += 1) {
      await focusTerminal(page, `F${at}`);
      await page.keyboard.press('Enter');
    }
    await focusTerminal(page, 'Echo');
    await pause(SETTLE_MS);
    const flooded = await echoesIn(page, KEYS);
    await page.close();
    const crowded = await bareTerminals(browser, { columns: 50, rows: 12 });
    await showModel(crowded, bridge.address, [ECHO, ...Array(FLOODS).fill(FLOOD)]);
    await pause(SETTLE_MS);
    const modelFlooded = await echoesIn(crowded, KEYS);
    await crowded.close();
    const of = (name) => median(rates.map((round) => round[name]));
    const ratio = of('app') / of('alone');
    return [
      row('parser alone, coloured log', of('alone'), 'MB/s'),
      row('parser alone, its terminal drawn', of('drawn'), 'MB/s'),
      row('host to page until parsed', of('app'), 'MB/s'),
      { ...row('host to page / parser alone', ratio, 'x'), goal: '>= 0.55', met: ratio >= 0.55 },
      row('host to page / parser alone, drawn', of('app') / of('drawn'), 'x'),
      row('echo on the screen, p50', median(idle), 'ms'),
      row('echo on the screen, VS Code model, p50', median(modelIdle), 'ms'),
      atMost('echo / VS Code model, p50', median(idle) / median(modelIdle), {
        most: 0.35,
        unit: 'x',
      }),
      row(`echo beside ${FLOODS} floods in view, p95`, percentile(flooded, 0.95), 'ms'),
      row(`the same, VS Code model, p95`, percentile(modelFlooded, 0.95), 'ms'),
      atMost(
        'echo beside floods / VS Code model, p95',
        percentile(flooded, 0.95) / percentile(modelFlooded, 0.95),
        { most: 0.2, unit: 'x' },
      ),
    ];
  } finally {
    bridge.stop();
    model.stop();
    await app.kill();
    await project.remove();
  }
}

async function memory(browser) {
  const names = Array.from({ length: MANY }, (_, at) => `m${at}`);
  const project = await startProject(Object.fromEntries(names.map((name) => [name, FILL])));
  // A terminal out of view is drawn by its snapshot alone, so everything must be in that.
  const filled = () => treeOf(project.host.pid).filter((pid) => programOf(pid) === 'sleep');
  while (filled().length < MANY) await pause(100);
  const app = project.serve();
  try {
    const page = await openApp(browser, await app.url);
    await page.waitForFunction(
      ([count, last]) =>
        [...document.querySelectorAll('.xterm-rows')].filter((rows) =>
          rows.textContent.includes(last),
        ).length === count,
      [MANY, `${SCROLLBACK + 100}`.padStart(6, '0')],
      { timeout: SHOWN_WITHIN_MS },
    );
    await pause(SETTLE_MS);
    const shown = largestRenderer();
    const began = performance.now();
    await page.reload();
    await page.waitForFunction(
      (count) => document.querySelectorAll('.xterm-rows').length === count,
      MANY,
    );
    await page.waitForFunction(
      (last) =>
        [...document.querySelectorAll('.xterm-rows')].every((rows) =>
          rows.textContent.includes(last),
        ),
      `${SCROLLBACK + 100}`.padStart(6, '0'),
    );
    const reloaded = performance.now() - began;
    await pause(SETTLE_MS);
    const again = largestRenderer();
    await page.requestGC();
    await pause(SETTLE_MS);
    return [
      atMost(`page with ${MANY} terminals of ${SCROLLBACK} lines`, shown, {
        most: 600,
        unit: 'MB',
      }),
      row('the same after a reload', again, 'MB'),
      row('the same, its garbage collected', largestRenderer(), 'MB'),
      row(`reload until all ${MANY} are there`, reloaded, 'ms'),
      row(
        `host with ${MANY} sessions of ${SCROLLBACK} lines`,
        residentMegabytes(project.host.pid),
        'MB',
      ),
    ];
  } finally {
    await app.kill();
    await project.remove();
  }
}

/** What the app and its host take while nobody does anything. */
async function silence(browser) {
  const names = Array.from({ length: SILENT }, (_, at) => `q${at}`);
  const project = await startProject(
    Object.fromEntries(names.map((name) => [name, 'exec sleep 100000'])),
  );
  const app = project.serve();
  try {
    const page = await openApp(browser, await app.url);
    await pause(QUIET_MS);
    const pids = [...treeOf(app.pid), project.host.pid];
    const before = secondsOf(pids);
    await pause(SILENT_MS);
    const share = ((secondsOf(pids) - before) * 1000 * 100) / SILENT_MS;
    await page.close();
    return atMost(`app and host with ${SILENT} silent sessions`, share, {
      most: 1,
      unit: '% of a core',
    });
  } finally {
    await app.kill();
    await project.remove();
  }
}

async function openApp(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url.href);
  await page.locator('.xterm-rows').first().waitFor({ timeout: SHOWN_WITHIN_MS });
  return page;
}

async function focusTerminal(page, title) {
  await page
    .getByRole('region', { name: `Terminal: ${title}` })
    .locator('.xterm')
    .click();
}

/** Of a terminal whose program prints it; all panes have the same. */
async function sizeOf(page, title) {
  await focusTerminal(page, title);
  await page.keyboard.press('Enter');
  const handle = await page.waitForFunction(() => {
    const rows = document.activeElement.closest('.xterm').querySelector('.xterm-rows');
    return /(\d+) (\d+)/.exec(rows.textContent)?.slice(1).map(Number);
  });
  const [rows, columns] = await handle.jsonValue();
  return { columns, rows };
}

/** MB/s from the return key until what was printed last can be read in the page. */
async function pour(page, { file, bytes, round }) {
  await focusTerminal(page, 'Pour');
  await page.keyboard.insertText(`${file} ${round}`);
  await page.evaluate((mark) => {
    const rows = document.activeElement.closest('.xterm').querySelector('.xterm-rows');
    window.benchPoured = new Promise((done) => {
      let began = null;
      window.addEventListener(
        'keydown',
        () => {
          began = performance.now();
        },
        { capture: true, once: true },
      );
      const look = () => {
        const text = rows.textContent;
        if (began !== null && text.includes(mark)) done(performance.now() - began);
        else requestAnimationFrame(look);
      };
      look();
    });
  }, `poured-${round}.`);
  await page.keyboard.press('Control+J');
  const took = await page.evaluate(() => window.benchPoured);
  return bytes / 1e3 / took;
}

function largestRenderer() {
  const renderers = treeOf(process.pid).filter((pid) => commandOf(pid).includes('--type=renderer'));
  return Math.max(...renderers.map(residentMegabytes));
}
