import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/** Milliseconds without requests after which the process ends. */
const IDLE_MS = 10_000;

export interface ObjectInfo {
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

interface Question {
  readonly command: 'info' | 'contents';
  readonly name: string;
  resolve(answer: { info: ObjectInfo; bytes: Buffer | null } | null): void;
  reject(error: Error): void;
}

/**
 * Reads objects of one repository through a long-lived `git cat-file --batch-command`: a blob costs a pipe round trip
 * instead of a process. Started by the first request, ended after ten seconds without one.
 */
export class ObjectReader {
  readonly #start: () => Promise<ChildProcess>;
  readonly #waiting: Question[] = [];
  #process: Promise<ChildProcess> | null = null;
  #chunks: Buffer[] = [];
  #length = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(start: () => Promise<ChildProcess>) {
    this.#start = start;
  }

  /** Type and size of an object by any name git knows (`<oid>`, `<tree>:<path>`); null when it does not exist. */
  async info(name: string): Promise<ObjectInfo | null> {
    return (await this.#ask('info', name))?.info ?? null;
  }

  /** The bytes of an object, null when there is none. */
  async contents(name: string): Promise<Buffer | null> {
    return (await this.#ask('contents', name))?.bytes ?? null;
  }

  async #ask(command: Question['command'], name: string) {
    if (/[\n\0]/.test(name)) return null;
    clearTimeout(this.#idle);
    this.#process ??= this.#run();
    const child = await this.#process;
    return new Promise<{ info: ObjectInfo; bytes: Buffer | null } | null>((resolve, reject) => {
      if (this.#waiting.length === 0) hold(child, 'ref');
      this.#waiting.push({ command, name, resolve, reject });
      child.stdin?.write(`${command} ${name}\n`);
    });
  }

  async #run(): Promise<ChildProcess> {
    const child = await this.#start().catch((thrown) => {
      this.#process = null;
      throw thrown;
    });
    const over = (error?: Error) => {
      this.#process = null;
      this.#chunks = [];
      this.#length = 0;
      const lost = error ?? new Error('git cat-file ended before it had answered');
      for (const question of this.#waiting.splice(0)) question.reject(lost);
    };
    // Discard stderr: errors show in the exit.
    child.stderr?.resume();
    child.stdin?.on('error', () => undefined);
    child.on('error', over);
    child.on('close', () => over());
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#answer();
      if (this.#waiting.length === 0) this.#rest(child);
    });
    hold(child, 'unref');
    return child;
  }

  #rest(child: ChildProcess): void {
    hold(child, 'unref');
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#process = null;
      child.stdin?.end();
    }, IDLE_MS);
    this.#idle.unref();
  }

  #answer(): void {
    for (let question = this.#waiting[0]; question; question = this.#waiting[0]) {
      const head = this.#peekLine();
      if (head === null) return;
      const [, type = '', size = ''] = / (\S+)(?: (\d+))?$/.exec(head) ?? [];
      if (size === '') {
        this.#take(head.length + 1);
        this.#waiting.shift();
        question.resolve(null);
        continue;
      }
      const info = { type, size: Number(size) };
      if (question.command === 'info') {
        this.#take(head.length + 1);
        this.#waiting.shift();
        question.resolve({ info, bytes: null });
        continue;
      }
      if (this.#length < head.length + 1 + info.size + 1) return;
      this.#take(head.length + 1);
      const bytes = this.#take(info.size);
      this.#take(1);
      this.#waiting.shift();
      question.resolve({ info, bytes });
    }
  }

  /** The first line without its end, one character per byte; null while it is incomplete. */
  #peekLine(): string | null {
    const [first] = this.#chunks;
    if (!first) return null;
    const end = first.indexOf(10);
    if (end >= 0) return first.toString('latin1', 0, end);
    if (this.#chunks.length === 1) return null;
    this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#peekLine();
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (!all) return Buffer.alloc(0);
    this.#chunks = all.length > count ? [all.subarray(count)] : [];
    this.#length -= count;
    return all.subarray(0, count);
  }
}

/** An idle process must not keep this one alive; one with a pending request must. */
function hold(child: ChildProcess, how: 'ref' | 'unref'): void {
  child[how]();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) {
    if (pipe instanceof Socket) pipe[how]();
  }
}
