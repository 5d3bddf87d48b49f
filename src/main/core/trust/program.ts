import { startHere, waitFor } from '../process.ts';
import { startable } from '../startable.ts';

/** How a program ended. */
export interface ProgramOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Stdout and stderr as they arrive. */
  readonly onOutput: (text: string) => void;
}

/** Milliseconds between TERM and KILL. */
const GRACE = 2000;

/**
 * Runs a program in its own process group, all of which is ended with it, including background processes. Rejects with
 * the signal's reason when cancelled, and when the program does not exist.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramOutcome> {
  const { cwd, env, onOutput, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const start = startable(file, args);
  const running = startHere({ ...start, cwd, env, onOutput, ownGroup: true, pipesMs: GRACE });
  // On exit, not when the pipes close: a background server holds them open.
  running.exited.then(
    () => {
      running.kill('SIGTERM');
      setTimeout(() => running.kill('SIGKILL'), GRACE).unref();
    },
    () => undefined,
  );
  const { code, timedOut } = await waitFor(running, { timeoutMs, graceMs: GRACE, signal });
  return { code: code < 0 ? null : code, timedOut };
}
