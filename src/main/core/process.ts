import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** A process to run. */
export interface ProcessOrder {
  readonly file: string;
  readonly args: readonly string[];
  /** Default: the current working directory. */
  readonly cwd?: string | undefined;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input; empty by default. */
  readonly input?: string | Uint8Array | undefined;
  /** Run with lower priority. */
  readonly yields?: boolean;
}

/** Options that need a direct child process. */
export interface LocalOrder extends ProcessOrder {
  readonly argv0?: string | undefined;
  /** The process leads a new process group, and `kill` signals the whole group. */
  readonly ownGroup?: boolean;
  /** Receives stdout and stderr as they arrive; then neither is collected. */
  readonly onOutput?: (text: string) => void;
  /**
   * Milliseconds to wait for the end of the output after the process has exited: its children may hold the pipes open.
   */
  readonly pipesMs?: number;
  /** Discards stderr: background processes it leaves may write there long after the pipe is closed. */
  readonly dropsErrors?: boolean;
}

export interface ProcessEnd {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface RunningProcess {
  /**
   * Resolves when the process has exited and its output is complete. Rejects with the system's error when it could not
   * be started.
   */
  readonly ended: Promise<ProcessEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface LocalProcess extends RunningProcess {
  /**
   * Resolves with the exit code (-1 for a signal) at once, even while children hold the pipes open. Rejects like
   * `ended`.
   */
  readonly exited: Promise<number>;
  /** Stops reading its output, and no longer keeps this process alive. */
  letGo(): void;
}

/** Starts a direct child process, never through a shell. */
export function startHere(order: LocalOrder): LocalProcess {
  const { file, args, cwd, env, argv0, input } = order;
  let child: ChildProcess;
  try {
    child = spawn(file, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(argv0 === undefined ? {} : { argv0 }),
      env,
      shell: false,
      windowsHide: true,
      detached: order.ownGroup ?? false,
      stdio: [
        input === undefined ? 'ignore' : 'pipe',
        'pipe',
        order.dropsErrors ? 'ignore' : 'pipe',
      ],
    });
  } catch (error) {
    // Some system errors are thrown, others are emitted.
    const failed = Promise.reject(error);
    failed.catch(() => undefined);
    return { ended: failed, exited: failed, kill: () => undefined, letGo: () => undefined };
  }
  if (order.yields) yieldTo(child);
  const exited = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? -1));
  });
  exited.catch(() => undefined);
  return {
    ended: collect(child, order),
    exited,
    kill: (signal) => (order.ownGroup ? killGroup(child, signal) : void child.kill(signal)),
    letGo() {
      child.stdout?.destroy();
      child.unref();
    },
  };
}

/** Time limits and cancellation. */
export interface Patience {
  readonly timeoutMs?: number | undefined;
  /** Milliseconds between TERM and KILL; without it KILL is sent at once. */
  readonly graceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits for a process to end. Rejects with the signal's reason when cancelled, and when it could not be started. */
export async function waitFor(
  running: RunningProcess,
  { timeoutMs, graceMs, signal }: Patience,
): Promise<ProcessEnd & { readonly timedOut: boolean }> {
  const over = new AbortController();
  let timedOut = false;
  const end = () => {
    running.kill(graceMs === undefined ? 'SIGKILL' : 'SIGTERM');
    if (graceMs !== undefined) later(graceMs, () => running.kill('SIGKILL'), over.signal);
  };
  const late = () => {
    timedOut = true;
    end();
  };
  if (timeoutMs !== undefined) later(timeoutMs, late, over.signal);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  try {
    const found = await running.ended;
    signal?.throwIfAborted();
    return { ...found, timedOut };
  } finally {
    over.abort();
    signal?.removeEventListener('abort', end);
  }
}

function later(ms: number, act: () => void, over: AbortSignal): void {
  const timer = setTimeout(act, ms);
  over.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group has already ended.
  }
}

/** Typing and the agents' own work take precedence over scans of whole worktrees. */
function yieldTo(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has exited already, or the system refuses.
  }
}

function collect(
  child: ChildProcess,
  { input, onOutput, pipesMs }: LocalOrder,
): Promise<ProcessEnd> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  if (onOutput) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', onOutput);
  } else {
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  }
  // The process may exit before it has read everything; its exit code tells.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    const end = (code: number | null) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    child.on('close', end);
    if (pipesMs !== undefined) child.on('exit', (code) => setTimeout(end, pipesMs, code).unref());
  });
}
