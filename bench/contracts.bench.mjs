import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { parseDocument } from 'yaml';
import { commandRows } from './contract-commands.mjs';

const ROUNDS = 3;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Merging contracts, against parsing the three inputs whole with `yaml`, and `git merge-file` beside it. */
export async function bench() {
  const vite = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
  });
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-contracts-'));
  try {
    const { mergeContract } = await vite.ssrLoadModule('/src/main/core/contracts/merge.ts');
    const { decideWithin } = await vite.ssrLoadModule('/src/main/core/contracts/decide-within.ts');
    // First, so that the peak of memory is its own.
    const rows = await nearLimit({ mergeContract, decideWithin });
    for (const [name, sides, goal] of inputs())
      rows.push(...(await measure({ mergeContract, folder, name, sides, goal })));
    rows.push(...commandRows(commandInputs()));
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
    await vite.close();
  }
}

/** A file just below what is parsed at all, every endpoint edited, in a thread with its limits. Needs a build. */
async function nearLimit({ mergeContract, decideWithin }) {
  const sides = edits(api(NEAR_LIMIT), NEAR_LIMIT);
  const bytes = Object.fromEntries(
    Object.entries(sides).map(([side, text]) => [side, new TextEncoder().encode(text)]),
  );
  const before = process.memoryUsage().rss;
  let how = '';
  const ms = await timed(async () => {
    const mergeText = async () => ({ outcome: 'conflict', bytes: bytes.ours });
    const { outcome, method } = await mergeContract(bytes, { mergeText, decide: decideWithin() });
    how = `${outcome}, ${method}`;
  });
  // Kilobytes.
  const peak = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
  const what = `API near 2 MB, every endpoint edited (${Math.round(bytes.theirs.length / 1000)} KB; ${how})`;
  const isMerged = how === 'clean, structure';
  return [
    {
      what: `${what}: merge`,
      value: ms,
      unit: 'ms',
      goal: '<= 30000',
      met: isMerged && ms <= 30_000,
    },
    { what: `${what}: memory`, value: peak, unit: 'MB', goal: '<= 1024', met: peak <= 1_024 },
  ];
}

async function measure({ mergeContract, folder, name, sides, goal }) {
  const bytes = Object.fromEntries(
    Object.entries(sides).map(([side, text]) => [side, new TextEncoder().encode(text)]),
  );
  for (const [side, content] of Object.entries(bytes)) writeFileSync(join(folder, side), content);
  const clash = new TextEncoder().encode('');
  // Lines that never merge, so that structure has to; the process of git is measured beside it.
  const mergeText = async () => ({ outcome: 'conflict', bytes: clash });
  const times = { parse: [], merge: [], git: [] };
  let how = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    times.parse.push(
      await timed(() => {
        for (const text of Object.values(sides)) parseDocument(text, { intAsBigInt: true });
      }),
    );
    times.merge.push(
      await timed(async () => {
        const { outcome, method } = await mergeContract(bytes, { mergeText });
        how = `${outcome}, ${method}`;
      }),
    );
    times.git.push(
      await timed(() =>
        spawnSync('git', ['merge-file', '-p', '-q', 'ours', 'base', 'theirs'], {
          cwd: folder,
          maxBuffer: 1e9,
        }),
      ),
    );
  }
  const [parse, merge, git] = [times.parse, times.merge, times.git].map(median);
  const lines = sides.base.split('\n').length;
  const about = `${name} (${lines} lines, ${Math.round(sides.base.length / 1000)} KB; ${how})`;
  const ratio = merge / parse;
  return [
    {
      what: `${about}: merge / parsing all three`,
      value: ratio,
      unit: 'x',
      goal: `<= ${goal}`,
      met: ratio <= goal,
    },
    { what: `${about}: merge`, value: merge, unit: 'ms' },
    { what: `${about}: git merge-file`, value: git, unit: 'ms' },
  ];
}

async function timed(task) {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** Endpoints of an API of nearly 2 MB. */
const NEAR_LIMIT = 8_300;

/** Name, the three versions, and the goal for merging against parsing. */
function inputs() {
  const LOCAL = 0.3;
  const MOST = 2;
  return [
    ['API, ten edits', edits(api(100), 10), MOST],
    ['API, ten edits', edits(api(1_250), 10), LOCAL],
    ['API, every endpoint edited', edits(api(1_250), 1_250), MOST],
    ['list of tables, ten edits', edits(tables(1_250), 10), MOST],
    ['JSON API, ten edits', edits(jsonApi(1_000), 10), MOST],
  ];
}

/** Ten edits a side in ten thousand lines. */
function commandInputs() {
  return [
    { name: 'API, ten edits', file: 'api.yaml', sides: edits(api(1_250), 10) },
    { name: 'JSON API, ten edits', file: 'api.json', sides: edits(jsonApi(1_670), 10) },
  ];
}

function api(count) {
  const lines = ['# An API', 'openapi: 3.1.0', 'paths:'];
  for (let at = 0; at < count; at += 1)
    lines.push(
      `  /things/${at}/{id}:`,
      '    get:',
      `      operationId: get${at}`,
      `      summary: "Gives number ${at}"`,
      `      tags: [things, t${at % 7}]`,
      '      responses:',
      `        200: { description: ok ${at} }`,
      '        404: { description: none }',
    );
  return `${lines.join('\n')}\n`;
}

function tables(count) {
  const lines = ['version: 1', 'tables:'];
  for (let at = 0; at < count; at += 1)
    lines.push(
      `  - name: table${at}`,
      '    columns:',
      '      - { name: id, type: integer }',
      `      - { name: c${at}, type: text }`,
      '    indexes:',
      `      - name: index${at}`,
      `        columns: [c${at}]`,
      `    comment: ok ${at} }`,
    );
  return `${lines.join('\n')}\n`;
}

function jsonApi(count) {
  const paths = {};
  for (let at = 0; at < count; at += 1)
    paths[`/things/${at}`] = { get: { operationId: `get${at}`, note: `ok ${at} }` } };
  return `${JSON.stringify({ openapi: '3.1.0', paths }, null, 2)}\n`;
}

/** `many` edits spread over the text, by each side at other places. */
function edits(base, many) {
  const places = [...base.matchAll(/ok (\d+) /g)].map(({ index }) => index + 2);
  const step = Math.max(1, Math.floor(places.length / many));
  const side = (word, shift) => {
    let [text, at] = ['', 0];
    for (let index = shift; index < places.length; index += step) {
      if (step === 1 && index % 2 !== shift) continue;
      text += `${base.slice(at, places[index])} ${word}`;
      at = places[index];
    }
    return text + base.slice(at);
  };
  return { base, ours: side('ours', 0), theirs: side('theirs', 1) };
}
