import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ConnectOpts, SocketConstructorOpts } from 'node:net';
import { dirname, resolve } from 'node:path';
import { ReadStream } from 'node:tty';
import type { Launch } from '../../shared/wire/control.ts';
import { PIECE } from '../../shared/wire/flow-control.ts';
import { withoutGaps } from './descriptors.ts';
import type { Pty, PtyEvents } from './pty-port.ts';

/** node-pty's native binding. Its typings hide it, so the version is pinned. */
interface Binding {
  fork(...args: ForkArguments): { readonly fd: number; readonly pid: number };
  resize(fd: number, columns: number, rows: number, width: number, height: number): void;
}
type ForkArguments = [
  file: string,
  args: readonly string[],
  env: readonly string[],
  cwd: string,
  columns: number,
  rows: number,
  uid: number,
  gid: number,
  utf8: boolean,
  helper: string,
  onExit: (code: number, signal: number) => void,
];
interface BindingLoader {
  loadNativeModule(name: string): { readonly dir: string; readonly module: Binding };
}

const load = createRequire(import.meta.url);
/**
 * One buffer for all terminals: each read is passed on before the next one. A terminal rarely returns more than 4 KB at
 * once, but it may.
 */
const shared = new Uint8Array(PIECE);
/** Milliseconds until a write is retried to a program that does not read its terminal. */
const RETRY_WRITE = 4;
/** Milliseconds to wait for the last output of a program that has exited, and between reads. */
const LAST_WORDS = 200;
const LOOK_AGAIN = 2;
const SAME_USER = -1;

/**
 * Starts a process in a terminal. node-pty forks, but its reader is not used: it allocates 64 KB for each 4 KB read,
 * which costs as much as everything else, and loses the last output of a program that exits while the stream is paused.
 */
export function startUnixPty(launch: Launch, events: PtyEvents): Pty {
  const { binding, helper } = loadBinding();
  let exited: { readonly code: number; readonly signal: number } | null = null;
  const { fd, pid } = withoutGaps(() =>
    binding.fork(
      launch.file,
      launch.args,
      environment(launch),
      launch.cwd,
      launch.columns,
      launch.rows,
      SAME_USER,
      SAME_USER,
      false,
      helper,
      (code, signal) => {
        exited = { code, signal };
        finish();
      },
    ),
  );
  const stream = new TerminalStream(fd, events.onData);
  const writer = createWriter(fd);
  stream.once('close', () => {
    writer.stop();
    report();
  });

  let reported = false;
  function report(): void {
    if (!exited || reported) return;
    reported = true;
    const { code, signal } = exited;
    events.onExit({ code: signal ? null : code, signal: signal || null });
  }

  /** The program has exited: read the remaining output, even while the stream is paused. */
  function finish(): void {
    writer.stop();
    if (stream.destroyed) {
      if (stream.closed) report();
      return;
    }
    stream.pause();
    const deadline = Date.now() + LAST_WORDS;
    const read = () => {
      // The descriptor may belong to another terminal by now.
      if (stream.destroyed) return;
      const left = stream.readRest();
      if (left === 'later' && Date.now() < deadline) setTimeout(read, LOOK_AGAIN);
      else stream.destroy();
    };
    read();
  }

  return {
    pid,
    write: writer.write,
    resize: ({ columns, rows }) => {
      if (!stream.destroyed) binding.resize(fd, columns, rows, 0, 0);
    },
    pause: () => {
      if (!exited) stream.pause();
    },
    resume: () => {
      if (!exited) stream.resume();
    },
  };
}

function loadBinding(): { readonly binding: Binding; readonly helper: string } {
  const loader = load.resolve('node-pty/lib/utils.js');
  const { dir, module } = (load(loader) as BindingLoader).loadNativeModule('pty');
  // macOS cannot execute the spawn helper inside an asar archive.
  const helper = resolve(dirname(loader), dir, 'spawn-helper')
    .replace('app.asar/', 'app.asar.unpacked/')
    .replace('node_modules.asar/', 'node_modules.asar.unpacked/');
  return { binding: module, helper };
}

function environment({ env, cwd }: Launch): string[] {
  const all = { ...env, TERM: 'xterm-256color', PWD: cwd };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

/**
 * The reading end of a terminal. libuv treats a hang-up as the end of the stream while the kernel still holds up to 64
 * KB.
 */
class TerminalStream extends ReadStream {
  readonly #fd: number;
  readonly #onData: (bytes: Uint8Array) => void;
  constructor(fd: number, onData: (bytes: Uint8Array) => void) {
    // The typings of this constructor omit the options it passes on to the socket.
    const options: SocketConstructorOpts & ConnectOpts = {
      onread: {
        buffer: shared,
        callback: (count, buffer) => {
          onData(buffer.subarray(0, count));
          return true;
        },
      },
    };
    super(fd, options);
    this.#fd = fd;
    this.#onData = onData;
    // A terminal reports EIO when its last process has exited.
    this.on('error', () => undefined);
    this.resume();
  }

  /** Reads what is available; `later` when more may come. */
  readRest(): 'later' | 'end' {
    for (;;) {
      try {
        const count = readSync(this.#fd, shared);
        if (count === 0) return 'end';
        this.#onData(shared.subarray(0, count));
      } catch (error) {
        // EAGAIN: more is on its way, or a process that outlives the program holds the terminal.
        return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 'later' : 'end';
      }
    }
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.readRest();
    super._destroy(error, callback);
  }
}

/**
 * Writes in order to a non-blocking terminal. node-pty's writer busy-loops while a program does not read its input;
 * this one waits.
 */
function createWriter(fd: number): { write(bytes: Uint8Array): void; stop(): void } {
  let queue: Uint8Array[] = [];
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function flush(): void {
    timer = null;
    while (!stopped && queue.length > 0) {
      const first = queue[0];
      if (!first) return;
      try {
        const written = writeSync(fd, first);
        if (written < first.length) queue[0] = first.subarray(written);
        else queue.shift();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
          // The terminal is closing: nobody will read this.
          queue = [];
          return;
        }
        timer = setTimeout(flush, RETRY_WRITE);
        return;
      }
    }
  }

  return {
    write(bytes) {
      if (stopped || bytes.length === 0) return;
      queue.push(bytes);
      if (!timer) flush();
    },
    stop() {
      stopped = true;
      queue = [];
      if (timer) clearTimeout(timer);
    },
  };
}
