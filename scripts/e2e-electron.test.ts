import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareStandIn } from '../e2e/stand-in/prepare.ts';

const SCRIPT = resolve(import.meta.dirname, 'e2e-electron.mjs');
/** Two tests with a window each. */
const SPEC = ['keyboard.spec.ts', 'graph.spec.ts', '--grep', 'reached by key|can be undone'];
const LIMIT = 120_000;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-e2e-electron-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('each spec has the screen, its own project, its own folder, and an app that is closed', {
  timeout: LIMIT,
}, async () => {
  const log = join(folder, 'starts');
  const binary = join(folder, 'electron');
  // Says how it was started, and does what Electron does.
  await writeFile(
    binary,
    `#!/bin/sh
[ -n "$ELECTRON_RUN_AS_NODE" ] || printf '%s\\t%s\\t%s\\t%s\\n' $$ "$DISPLAY" "$TRIBUTARY_HOME" "$*" >> ${log}
exec ${await prepareStandIn()} "$@"
`,
  );
  await chmod(binary, 0o755);
  const env = { ...process.env, TRIBUTARY_ELECTRON: binary, DISPLAY: ':7' };
  await promisify(execFile)(process.execPath, [SCRIPT, ...SPEC, '--retries', '0'], { env });

  const starts = (await readFile(log, 'utf8')).trim().split('\n');
  expect(starts).toHaveLength(2);
  const homes = starts.map((line) => {
    const [pid, display, home = '', words = ''] = line.split('\t');
    expect(display).toBe(':7');
    const root = resolve(import.meta.dirname, '..');
    expect(words).toContain(` ${root} --project=${join(home, '../shop')}`);
    expect(() => process.kill(Number(pid), 0), 'the app is gone').toThrow();
    return home;
  });
  expect(new Set(homes).size).toBe(2);
});

test('without a binary it says how to get one', async () => {
  const env = { ...process.env, TRIBUTARY_ELECTRON: join(folder, 'missing') };
  const ended = promisify(execFile)(process.execPath, [SCRIPT], { env });
  await expect(ended).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining('install.js'),
  });
});
