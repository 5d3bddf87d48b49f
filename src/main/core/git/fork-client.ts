import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd, ProcessOrder, RunningProcess } from '../process.ts';
import { processesMarked } from '../process-identity.ts';
import type { NodeProgram } from '../session/node-program.ts';
import type { FromForkServer, ToForkServer } from './fork-messages.ts';

/** Milliseconds to wait for processes of a lost server, and between checks. */
const ORPHANS_MS = 60_000;
const LOOK_MS = 25;

/** `fork-server.js` and the node that runs it. */
export interface ForkProgram {
  readonly node: NodeProgram;
  readonly script: string;
}

/** A process that starts others. Keeps this process alive only while an answer is pending. */
export class ForkServer {
  readonly #child: ChildProcess;
  readonly #owed = new Map<
    number,
    { resolve(end: ProcessEnd): void; reject(error: Error): void }
  >();
  #next = 0;
  #state: 'starting' | 'ready' | 'gone' = 'starting';

  /** `mark` is set in its environment and in that of the processes it starts: a successor waits for both. */
  constructor(program: ForkProgram, mark: Readonly<Record<string, string>>) {
    const { node, script } = program;
    const { NODE_OPTIONS: _unread, ...inherited } = process.env;
    this.#child = spawn(node.file, [script], {
      // Some systems cannot remove a folder that is a process's working directory.
      cwd: '/',
      env: {
        ...inherited,
        ...mark,
        ...node.env,
      },
      windowsHide: true,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (message: FromForkServer) => this.#told(message));
    this.#child.on('error', () => this.#over());
    this.#child.on('exit', () => this.#over());
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get state(): 'starting' | 'ready' | 'gone' {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects with the system's error when the process could not be started, and when the server is lost. */
  start(order: ProcessOrder): RunningProcess {
    const id = this.#next;
    this.#next += 1;
    const ended = new Promise<ProcessEnd>((resolve, reject) => {
      this.#owed.set(id, { resolve, reject });
    });
    this.#child.channel?.ref();
    const env = { ...order.env, TRIBUTARY_FORK_SERVER: String(this.pid) };
    this.#send({ kind: 'start', id, order: { ...order, env } });
    return { ended, kill: (signal) => this.#send({ kind: 'kill', id, signal }) };
  }

  /** Lets it exit once everything it started has ended. */
  close(): void {
    if (this.#child.connected) this.#child.disconnect();
    this.#over();
  }

  #send(message: ToForkServer): void {
    if (!this.#child.connected) {
      this.#over();
      return;
    }
    this.#child.send(message, (error) => {
      if (error) this.#over();
    });
  }

  #told(message: FromForkServer): void {
    if (message.kind === 'ready') {
      this.#state = 'ready';
      return;
    }
    const owed = this.#owed.get(message.id);
    this.#owed.delete(message.id);
    if (this.#owed.size === 0) this.#child.channel?.unref();
    if (message.kind === 'end') owed?.resolve(message.end);
    else owed?.reject(Object.assign(new Error(message.failure.message), message.failure));
  }

  /** How its processes ended is unknown; but they must have ended before the loss is reported. */
  #over(): void {
    this.#state = 'gone';
    const owed = [...this.#owed.values()];
    this.#owed.clear();
    if (owed.length === 0) return;
    void this.#orphansEnd().then(() => {
      for (const { reject } of owed)
        reject(new Error('The process that runs git ended before git had answered.'));
    });
  }

  async #orphansEnd(): Promise<void> {
    const mark = `TRIBUTARY_FORK_SERVER=${this.pid}`;
    const deadline = Date.now() + ORPHANS_MS;
    while ((await processesMarked(mark)).length > 0 && Date.now() < deadline) await pause(LOOK_MS);
  }
}
