import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { desktopBinary } from './shell.ts';
import type { Workspace } from './workspace.ts';

/** What a small app said and how it ended. */
export interface SmallRun {
  /** What it said, one value for each `say`. */
  readonly said: readonly unknown[];
  readonly errors: string;
  readonly code: number | null;
}

export interface SmallApp {
  /** What it does at once; it has `say(value)`, and `electron` with everything in it. */
  readonly main?: string;
  /** What it does when it is ready; it has `show()` too. A main script that waits for that itself waits for ever. */
  readonly ready?: string;
  readonly preload?: string;
  /** A script of its page, which `show()` in the main script opens. */
  readonly page?: string;
  readonly packageJson?: object;
}

/** Before each main script: how it speaks, and a window with its page under a scheme of its own. */
const PRELUDE = `import * as electron from 'electron';
import { mkdirSync, writeSync } from 'node:fs';
const { app, BrowserWindow, ipcMain, protocol, session } = electron;
mkdirSync(process.env.SMALL_APP_DATA, { recursive: true });
app.setPath('userData', process.env.SMALL_APP_DATA);
const say = (value) => writeSync(1, JSON.stringify(value) + '\\n');
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
const show = async (options = {}) => {
  const page = (await import('node:fs')).readFileSync(import.meta.dirname + '/page.js', 'utf8');
  protocol.handle('app', ({ url }) => url.endsWith('.js')
    ? new Response(page, { headers: { 'content-type': 'text/javascript' } })
    : new Response('<!doctype html><script src="/page.js"></script>', { headers: { 'content-type': 'text/html' } }));
  const window = new BrowserWindow({ show: false, ...options, webPreferences: {
    sandbox: true, contextIsolation: true, preload: import.meta.dirname + '/preload.cjs' } });
  await window.loadURL('app://small/index.html');
  return window;
};
`;

/** Writes the app into a folder and answers the folder. */
export async function writeSmallApp(workspace: Workspace, given: SmallApp): Promise<string> {
  const folder = join(workspace.folder, 'small-app');
  await mkdir(folder, { recursive: true });
  const { main = '', ready = '', preload = '', page = '' } = given;
  const packageJson = { name: 'small-app', version: '1.2.3', type: 'module', main: 'main.mjs' };
  const files = {
    'package.json': JSON.stringify({ ...packageJson, ...given.packageJson }),
    'main.mjs': `${PRELUDE}${main}\napp.whenReady().then(async () => { ${ready} });\n`,
    'preload.cjs': preload,
    'page.js': page,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** Runs Electron with these words until it ends. `onSaid` is called with each value and the way to send a signal. */
export async function runElectron(
  workspace: Workspace,
  words: readonly string[],
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly cwd?: string;
    readonly onSaid?: (value: unknown, kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<SmallRun> {
  const noSandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const asNode = options.env?.['ELECTRON_RUN_AS_NODE'] !== undefined;
  const child = spawn(await desktopBinary(), [...(asNode ? [] : noSandbox), ...words], {
    cwd: options.cwd ?? workspace.folder,
    env: {
      ...workspace.desktopEnv(),
      SMALL_APP_DATA: join(workspace.folder, 'small-data'),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  workspace.onEnd(async () => void child.kill('SIGKILL'));
  const said: unknown[] = [];
  let errors = '';
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    errors += more;
  });
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const value: unknown = JSON.parse(line);
      said.push(value);
      options.onSaid?.(value, (signal) => child.kill(signal));
    }
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { said, errors, code };
}

/** Writes an app and runs it to its end. */
export async function runSmallApp(workspace: Workspace, given: SmallApp): Promise<SmallRun> {
  return runElectron(workspace, [await writeSmallApp(workspace, given)]);
}
