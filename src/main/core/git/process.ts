import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** One process to run to its end. */
export interface ProcessOrder {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array | undefined;
  /** Whether it yields to everything else that wants the processor. */
  readonly yields: boolean;
}

export interface ProcessEnd {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface RunningProcess {
  /** Rejects with the system's error where it could not be started. */
  readonly ended: Promise<ProcessEnd>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a process as a child of this one, never through a shell. */
export function startHere(order: ProcessOrder): RunningProcess {
  const { file, args, cwd, env, input } = order;
  let child: ChildProcess;
  try {
    child = spawn(file, args, { cwd, env, shell: false, windowsHide: true });
  } catch (error) {
    // Some of the system's errors are thrown at once, others come as an event.
    return { ended: Promise.reject(error), kill: () => undefined };
  }
  if (order.yields) yieldTo(child);
  return { ended: collect(child, input), kill: (signal) => void child.kill(signal) };
}

/** Whoever types, and the agents' own work, come before what walks whole worktrees. */
function yieldTo(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let it be.
  }
}

function collect(child: ChildProcess, input: ProcessOrder['input']): Promise<ProcessEnd> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  // It may end before it has read everything; its exit code tells.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
  });
}
