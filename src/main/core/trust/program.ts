import { spawn } from 'node:child_process';
import { startable } from '../startable.ts';

/** How a program ended. */
export interface ProgramOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Standard output and errors as they come. */
  readonly onOutput: (text: string) => void;
}

/** Between TERM and KILL of a program that must end, in milliseconds. */
const GRACE = 2000;

/**
 * Runs a program with an argument list in a process group of its own, which ends with it: what it left in the
 * background is ended too. Rejects with the signal's reason when cancelled, and when there is no such program.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramOutcome> {
  options.signal?.throwIfAborted();
  const { cwd, env } = options;
  const start = startable(file, args);
  const child = spawn(start.file, start.args, {
    cwd,
    env,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const group = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  let kill: NodeJS.Timeout | undefined;
  const end = () => {
    group('SIGTERM');
    kill ??= setTimeout(() => group('SIGKILL'), GRACE);
  };
  let timedOut = false;
  const timer = options.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        end();
      }, options.timeoutMs)
    : undefined;
  options.signal?.addEventListener('abort', end, { once: true });
  child.stdout.setEncoding('utf8').on('data', options.onOutput);
  child.stderr.setEncoding('utf8').on('data', options.onOutput);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      // Not `close`: a server left in the background holds the pipes open; its group is ended below.
      child.on('exit', (status) => {
        group('SIGTERM');
        child.on('close', () => resolve(status));
        setTimeout(() => {
          group('SIGKILL');
          resolve(status);
        }, GRACE).unref();
      });
    });
    options.signal?.throwIfAborted();
    return { code, timedOut };
  } finally {
    clearTimeout(timer);
    clearTimeout(kill);
    options.signal?.removeEventListener('abort', end);
  }
}
