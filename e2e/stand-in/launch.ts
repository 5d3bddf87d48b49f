import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../browser/find-browser.ts';
import type { Workspace } from '../support/workspace.ts';

const root = resolve(import.meta.dirname, '../..');

export interface StandIn {
  readonly page: Page;
  readonly process: ChildProcess;
  /** What the stand-in was asked to do, in order. */
  readonly events: readonly { readonly event: string; readonly detail: unknown }[];
  /** The exit code, once the app has quit. */
  readonly exit: Promise<number | null>;
}

/** Starts the built desktop shell on a repository, with the stand-in in Electron's place. */
export async function launchStandIn(workspace: Workspace, repository: string): Promise<StandIn> {
  const file = await bundle(workspace.folder);
  const browser = await findBrowser();
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(import.meta.dirname, 'register.mjs'),
      join(root, 'out/main/index.js'),
      repository,
    ],
    {
      env: {
        ...workspace.env,
        ...browser.env,
        STAND_IN: file,
        STAND_IN_CHROMIUM: browser.executablePath,
        STAND_IN_DEBUG_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const events: { event: string; detail: unknown }[] = [];
  const exit = new Promise<number | null>((done) => child.on('exit', done));
  await new Promise<void>((shown, failed) => {
    exit.then((code) =>
      failed(new Error(`The shell ended with ${code} before it showed a window`)),
    );
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) events.push(JSON.parse(line));
      if (events.some(({ event }) => event === 'shown')) shown();
    });
  });
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = connected.contexts().flatMap((context) => context.pages())[0];
  if (!page) throw new Error('The shell has no page');
  return { page, process: child, events, exit };
}

/** Compiles the stand-in; Playwright itself stays outside of the bundle. */
async function bundle(folder: string): Promise<string> {
  // Inside the repository's modules, so that the compiled file finds Playwright.
  const outDir = join(root, 'node_modules/.cache/stand-in', folder.split('/').at(-1) ?? '');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: join(import.meta.dirname, 'electron.ts'),
      minify: false,
      rollupOptions: { output: { entryFileNames: 'electron.mjs' } },
    },
  });
  return join(outDir, 'electron.mjs');
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
