import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOwn } from '../../core/remove-own.ts';

/** Milliseconds between checks of the downloaded size. */
const LOOK = 500;
/** Megabytes per progress line where lines cannot be overwritten. */
const STEP_MB = 25;
/** Characters of output kept for the explanation. */
const KEPT = 16_384;

/** A terminal, or a file in its place. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface VisibleRun {
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly title: string;
  /** Receives the progress. */
  readonly screen: Screen;
}

/**
 * Runs a node script that downloads something, and shows the downloaded size: the script stores it in the temporary
 * folder until it is complete, so it gets a temporary folder of its own to watch. Returns its output on failure,
 * otherwise null.
 */
export async function runVisibly(args: readonly string[], run: VisibleRun): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-download-'));
  const shown = showArrivals(folder, run);
  try {
    const env = { ...run.env, TMPDIR: folder, TEMP: folder, TMP: folder };
    return await output(args, { cwd: run.cwd, env });
  } finally {
    shown.end();
    await removeOwn(tmpdir(), folder);
  }
}

function output(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string | null> {
  const child = spawn(process.execPath, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      text = (text + more).slice(-KEPT);
    });
  }
  return new Promise((done) => {
    child.on('error', (error) => done(error.message));
    child.on('close', (code) => done(code === 0 ? null : text || `it ended with ${code}`));
  });
}

function showArrivals(folder: string, { screen, title }: VisibleRun): { end(): void } {
  let last = 0;
  const timer = setInterval(() => {
    const megabytes = Math.floor(sizeOf(folder) / 1_000_000);
    if (megabytes <= last || (!screen.isTTY && megabytes < last + STEP_MB)) return;
    last = megabytes;
    screen.write(`${screen.isTTY ? '\r' : ''}${title}: ${megabytes} MB${screen.isTTY ? '' : '\n'}`);
  }, LOOK);
  return {
    end() {
      clearInterval(timer);
      if (screen.isTTY && last > 0) screen.write('\n');
    },
  };
}

function sizeOf(folder: string): number {
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
