import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** One process to run to its end. */
export interface ProcessOrder {
  readonly file: string;
  readonly args: readonly string[];
  /** Default: where this process is. */
  readonly cwd?: string | undefined;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For its standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array | undefined;
  /** Whether it yields to everything else that wants the processor. */
  readonly yields?: boolean;
}

/** What only a process of our own can be asked for. */
export interface LocalOrder extends ProcessOrder {
  readonly argv0?: string | undefined;
  /** It leads a process group, and `kill` reaches whatever of that still lives. */
  readonly ownGroup?: boolean;
  /** Takes output and errors as they come; then nothing of them is kept. */
  readonly onOutput?: (text: string) => void;
  /** Milliseconds after its exit for output to come whole: something that it left behind may hold the pipes open. */
  readonly pipesMs?: number;
  /** Its errors go nowhere: what it leaves at work may write there long after this process let go of it. */
  readonly dropsErrors?: boolean;
}

export interface ProcessEnd {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface RunningProcess {
  /** Once its output is whole too. Rejects with the system's error where it could not be started. */
  readonly ended: Promise<ProcessEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface LocalProcess extends RunningProcess {
  /** Resolves with its exit code, -1 for a signal; what it left behind may hold the pipes open. Rejects as `ended`. */
  readonly exited: Promise<number>;
  /** Reads nothing of it any more, and does not stay for it. */
  letGo(): void;
}

/** Starts a process as a child of this one, never through a shell. */
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
    // Some of the system's errors are thrown at once, others come as an event.
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

/** How long a process may take. */
export interface Patience {
  readonly timeoutMs?: number | undefined;
  /** Milliseconds between TERM and KILL of one that must end; without it KILL comes at once. */
  readonly graceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits for the end of a process. Rejects with the signal's reason when cancelled, and when it could not be started. */
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
    // The group has ended already.
  }
}

/** Whoever types, and the agents' own work, come before what walks whole worktrees. */
function yieldTo(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let it be.
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
  // It may end before it has read everything; its exit code tells.
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
