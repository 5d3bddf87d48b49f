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
  const { cwd, env, onOutput, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const start = startable(file, args);
  const running = startHere({ ...start, cwd, env, onOutput, ownGroup: true, pipesMs: GRACE });
  // Not when its pipes are closed: a server left in the background holds them open.
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
