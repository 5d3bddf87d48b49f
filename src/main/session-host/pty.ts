import { readSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { type IPty, spawn } from 'node-pty';
import type { Launch } from '../../shared/wire/control.ts';
import type { Exit, Size } from '../../shared/wire/payloads.ts';
import { withoutGaps } from './descriptors.ts';

/** Milliseconds until typed bytes are offered again to a program that does not read its terminal. */
const RETRY_WRITE = 4;
/** Parts of node-pty's terminal that its typings hide; the version is pinned. */
interface PtyInternals {
  readonly fd: number;
  readonly _socket: Socket;
  /** Becomes true when the process has ended. */
  _boundClose: boolean;
}

export interface Pty {
  readonly pid: number;
  write(bytes: Uint8Array): void;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
}

interface PtyEvents {
  onData(bytes: Buffer): void;
  /** After the last data. */
  onExit(exit: Exit): void;
}

/** Starts a process in a new PTY and process group. Throws when the terminal cannot be made. */
export function startPty(launch: Launch, events: PtyEvents): Pty {
  const pty = withoutGaps(() =>
    spawn(launch.file, launch.args, {
      name: 'xterm-256color',
      cols: launch.columns,
      rows: launch.rows,
      cwd: launch.cwd,
      env: launch.env,
      encoding: null,
    }),
  );
  const internals = pty as IPty & PtyInternals;
  readToTheEnd(internals._socket, internals.fd, events.onData);
  endWithProcess(internals);
  const writer = createWriter(internals.fd);
  internals._socket.once('close', writer.stop);
  // With `encoding: null` the chunks are buffers, whatever the typings say.
  pty.onData((chunk: unknown) => events.onData(chunk as Buffer));
  pty.onExit(({ exitCode, signal }) => {
    writer.stop();
    events.onExit({ code: signal ? null : exitCode, signal: signal || null });
  });
  return {
    pid: pty.pid,
    write: writer.write,
    resize: (size) => {
      if (!internals._socket.destroyed) pty.resize(size.columns, size.rows);
    },
    pause: () => void internals._socket.pause(),
    resume: () => void internals._socket.resume(),
  };
}

/**
 * The last output of a program gets lost in two places: node-pty destroys the socket 200 ms after the exit, read or
 * not; and libuv takes the hang-up of a terminal for its end while the kernel still holds up to 64 KB. So whatever is
 * left is read here before the socket goes.
 */
function readToTheEnd(socket: Socket, fd: number, onData: (bytes: Buffer) => void): void {
  const destroy = socket.destroy.bind(socket);
  let drained = false;
  socket.destroy = (error?: Error) => {
    if (!drained) {
      drained = true;
      // Reading what the stream holds emits it; the descriptor comes after it.
      while (socket.read() !== null);
      for (let rest = readNow(fd); rest; rest = readNow(fd)) onData(rest);
    }
    return destroy(error);
  };
}

/** node-pty gives a terminal that is not being read 200 ms more after the exit, in vain: what is left is read at once. */
function endWithProcess(internals: PtyInternals): void {
  let ended = false;
  Object.defineProperty(internals, '_boundClose', {
    get: () => ended,
    set(value: boolean) {
      ended = value;
      if (ended && internals._socket.isPaused()) internals._socket.destroy();
    },
  });
}

const READ_AT_ONCE = 64 * 1024;

/** Null at the end of what is there now. */
function readNow(fd: number): Buffer | null {
  const buffer = Buffer.allocUnsafe(READ_AT_ONCE);
  try {
    const count = readSync(fd, buffer);
    return count > 0 ? buffer.subarray(0, count) : null;
  } catch {
    // EIO: the terminal has hung up and is empty. EAGAIN: something that outlives the program holds it, and is silent.
    return null;
  }
}

/**
 * Writes in order to a non-blocking terminal. node-pty's own writer spins the processor while a program does not read
 * its input; this one waits.
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
          // The terminal is closing: nobody is left to read this.
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
