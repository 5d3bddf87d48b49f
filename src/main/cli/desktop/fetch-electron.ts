import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreFailure } from '../../core/failure.ts';
import { holding } from '../../core/git/lock.ts';
import { removeOwn } from '../../core/remove-own.ts';
import { binaryOf, type ElectronPlaces, packageToComplete } from './electron-package.ts';
import { explainDownload } from './explain-download.ts';
import { npmScript } from './npm-script.ts';
import { runVisibly, type Screen } from './run-visibly.ts';

/** Milliseconds that a second start waits for the first one's download over a slow line. */
const WAIT = 30 * 60_000;

export interface FetchOrder {
  readonly places: ElectronPlaces;
  readonly version: string;
  /** With the user's settings of npm and Electron about mirrors, caches and proxies. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where progress and notes go. */
  readonly screen: Screen;
}

export type Fetched =
  | { readonly binary: string }
  | { readonly reason: string; readonly remedy: string };

/**
 * Fetches Electron's binary by the package's own script, which checks it; first the package itself where this installation
 * came without. One start at a time: a second one waits and takes what the first one got.
 */
export async function fetchElectron(order: FetchOrder): Promise<Fetched> {
  const folder = packageToComplete(order.places);
  const isOwn = folder === order.places.own;
  // Beside the folder that npm makes, or inside the one that it made: `node_modules` itself is not ours.
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
      // Node and Electron's downloader leave the user's proxy aside unless they are told.
      ...(proxy ? { NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' } : {}),
    },
    title: 'Electron',
    screen,
  });
  const binary = output === null ? binaryOf(folder) : null;
  if (binary) return { binary };
  return failed(explainDownload(output ?? 'the binary is not in the archive'), folder, order);
}

/** Installs the package alone. It appears at its place complete or not at all. Answers npm's words on failure. */
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

/** What a person can type to get the binary of a package. */
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
