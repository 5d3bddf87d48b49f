import { spawn } from 'node:child_process';
import { inheritedEnvironment } from './shell-environment.ts';

/** How one shell line ended. */
export interface ShellOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
}

/** Between TERM and KILL of a line that must end, in milliseconds. */
const GRACE = 2000;

/**
 * The one place that runs shell lines (set-up, verification): only lines of a trusted repository may come here. Runs in
 * its own process group, which ends with it. Output goes to `onOutput` as it comes. Rejects with the signal's reason
 * when cancelled.
 */
export async function runTrustedLine(
  line: string,
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal | undefined;
    readonly onOutput: (text: string) => void;
  },
): Promise<ShellOutcome> {
  options.signal?.throwIfAborted();
  const child = spawn('/bin/sh', ['-c', line], {
    cwd: options.cwd,
    env: { ...inheritedEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
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
