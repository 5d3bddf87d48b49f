import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { Workspace } from './workspace.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MODULES = join(ROOT, 'node_modules');

/** An installation of its own, with the binary of a test in the place of Electron's. */
export class Install {
  readonly #workspace: Workspace;
  private constructor(
    readonly folder: string,
    workspace: Workspace,
  ) {
    this.#workspace = workspace;
  }

  /** `binary` is the path of the program to start; the folder that it is in becomes Electron's `dist`. */
  static async create(workspace: Workspace, binary: string): Promise<Install> {
    const folder = join(workspace.folder, 'install');
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, 'electron'), { recursive: true });
    for (const name of ['bin', 'out', 'resources', 'package.json']) {
      await cp(join(ROOT, name), join(folder, name), { recursive: true });
    }
    for (const name of await readdir(MODULES)) {
      if (name === 'electron' || name.startsWith('.')) continue;
      await symlink(join(MODULES, name), join(modules, name));
    }
    const electron = join(MODULES, 'electron');
    for (const name of await readdir(electron)) {
      if (name === 'dist' || name === 'path.txt' || name === 'node_modules') continue;
      await cp(join(electron, name), join(modules, 'electron', name));
    }
    await symlink(dirname(binary), join(modules, 'electron/dist'));
    await writeFile(join(modules, 'electron/path.txt'), 'electron');
    return new Install(folder, workspace);
  }

  /** Starts the command line as a person with a screen does. */
  start(
    words: readonly string[],
    { env = {}, only }: { env?: NodeJS.ProcessEnv; only?: NodeJS.ProcessEnv } = {},
  ): Started {
    const child = spawn(process.execPath, [join(this.folder, 'bin/tributary.mjs'), ...words], {
      cwd: this.#workspace.folder,
      // `xdg-open` must not find a browser of the person's.
      env: only ?? { ...this.#workspace.env, DISPLAY: ':99', BROWSER: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new Started(child);
    this.#workspace.onEnd(() => started.end());
    return started;
  }

  /** The window of the app that was started, once it is there. Only the stand-in says where it is. */
  async window(started: Started): Promise<{ page: Page; browser: Browser; profile: string }> {
    let profile = '';
    let port = '';
    const listens = async () => {
      if (started.code !== null) throw new Error(`It ended with ${started.code}:\n${started.text}`);
      profile = (await findProfile(this.#workspace.folder)) ?? '';
      // The file is there a moment before the port is in it.
      const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
      port = text.split('\n')[0] ?? '';
      return port;
    };
    await expect.poll(listens, { intervals: [50] }).not.toBe('');
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const pages = () => browser.contexts().flatMap((context) => context.pages());
    await expect.poll(() => pages().length, { intervals: [50] }).toBeGreaterThan(0);
    const page = pages()[0];
    if (!page) throw new Error('no window');
    return { page, browser, profile };
  }
}

/** A process that was started, with what it has said so far. */
export class Started {
  text = '';
  code: number | string | null = null;
  readonly ended: Promise<number | string>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (more: string) => {
        this.text += more;
      });
    }
    this.ended = new Promise((done) => {
      child.on('exit', (code, signal) => {
        this.code = code ?? signal ?? 'ended';
        done(this.code);
      });
    });
  }

  async end(): Promise<void> {
    if (this.code === null) this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** The folder in which the app keeps its profile, wherever it has put it. */
async function findProfile(folder: string): Promise<string | null> {
  for (const place of ['home', 'user/.config']) {
    const names = await readdir(join(folder, place), { recursive: true }).catch(() => []);
    const found = names.find((name) => name.endsWith('DevToolsActivePort'));
    if (found) return dirname(join(folder, place, found));
  }
  return null;
}
