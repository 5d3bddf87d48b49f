import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreFailure } from '../../core/failure.ts';
import { holding } from '../../core/file-lock.ts';
import { removeOwn } from '../../core/remove-own.ts';
import { binaryOf, type ElectronPlaces, packageToComplete } from './electron-package.ts';
import { explainDownload } from './explain-download.ts';
import { npmScript } from './npm-script.ts';
import { runVisibly, type Screen } from './run-visibly.ts';

/** Milliseconds that a second start waits for a download in progress on a slow connection. */
const WAIT = 30 * 60_000;

export interface FetchOrder {
  readonly places: ElectronPlaces;
  readonly version: string;
  /** With the user's npm and Electron settings for mirrors, caches and proxies. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where progress and notes go. */
  readonly screen: Screen;
}

export type Fetched =
  | { readonly binary: string }
  | { readonly reason: string; readonly remedy: string };

/**
 * Downloads Electron's binary with the package's own script, which verifies it; installs the package first when it is
 * missing. Only one start downloads; a second one waits and uses the result.
 */
export async function fetchElectron(order: FetchOrder): Promise<Fetched> {
  const folder = packageToComplete(order.places);
  const isOwn = folder === order.places.own;
  // Next to the folder that npm creates, or inside one it has created; never in `node_modules` itself.
  const lock = isOwn ? join(folder, '.download.lock') : `${dirname(dirname(folder))}.lock`;
  const { screen } = order;
  try {
    return await holding(lock, () => fetchInto(folder, order), {
      waitMs: WAIT,
      onWait: () => screen.write('Another start is downloading Electron: waiting for it.\n'),
    });
  } catch (thrown) {
    if (!(thrown instanceof CoreFailure) && !isOfTheSystem(thrown)) throw thrown;
    return failed(explainDownload(thrown.message), folder, order);
  }
}

async function fetchInto(folder: string, order: FetchOrder): Promise<Fetched> {
  const there = binaryOf(folder);
  if (there) return { binary: there };
  order.screen.write(
    `Downloading Electron ${order.version} for the desktop app, once (more than 100 MB; TRIBUTARY_SKIP_ELECTRON=1 skips it).\n`,
  );
  if (!existsSync(join(folder, 'install.js'))) {
    const output = await installPackage(folder, order);
    if (output !== null) return failed(explainDownload(output), folder, order);
  }
  const { env, screen } = order;
  const proxy = Object.keys(env).some((name) => /^https?_proxy$/i.test(name));
  const output = await runVisibly([join(folder, 'install.js')], {
    cwd: folder,
    env: {
      ...env,
      NODE_OPTIONS: undefined,
      ELECTRON_RUN_AS_NODE: undefined,
      ELECTRON_GET_NO_PROGRESS: '1',
      // Node and Electron's downloader ignore the user's proxy unless told otherwise.
      ...(proxy ? { NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' } : {}),
    },
    title: 'Electron',
    screen,
  });
  const binary = output === null ? binaryOf(folder) : null;
  if (binary) return { binary };
  return failed(explainDownload(output ?? 'the binary is not in the archive'), folder, order);
}

/** Installs only the package, atomically. Returns npm's output on failure. */
async function installPackage(folder: string, order: FetchOrder): Promise<string | null> {
  const npm = npmScript(order.env);
  if (npm === null) return 'npm was not found';
  const place = dirname(dirname(folder));
  await mkdir(dirname(place), { recursive: true });
  const draft = await mkdtemp(`${place}.part-`);
  try {
    await writeFile(join(draft, 'package.json'), '{"private":true}\n');
    const spec = `electron@${order.version}`;
    const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', spec];
    const output = await runVisibly([npm, ...words], {
      cwd: draft,
      env: { ...order.env, NODE_OPTIONS: undefined },
      title: 'electron',
      screen: order.screen,
    });
    if (output !== null) return output;
    await removeOwn(dirname(place), place);
    await rename(draft, place);
    return null;
  } finally {
    await removeOwn(dirname(place), draft);
  }
}

function failed(reason: string, folder: string, order: FetchOrder): Fetched {
  return {
    reason: `Electron could not be downloaded: ${reason}.`,
    remedy: howToFetch(folder, order.version),
  };
}

/** A command that downloads the binary of a package, for the user to run. */
export function howToFetch(folder: string, version: string): string {
  const script = join(folder, 'install.js');
  return existsSync(script)
    ? `To get it: node ${quoted(script)}`
    : `To get it: start "tributary open" again with a connection to the package registry (electron ${version}).`;
}

function quoted(path: string): string {
  return /[^\w@%+=:,./\\-]/.test(path) ? `"${path}"` : path;
}

function isOfTheSystem(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'syscall' in thrown;
}
