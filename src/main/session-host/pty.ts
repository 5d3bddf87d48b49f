import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { type IPty, spawn } from 'node-pty';
import type { Launch } from '../../shared/wire/control.ts';
import type { Exit, Size } from '../../shared/wire/payloads.ts';
import { withoutGaps } from './descriptors.ts';

/** Milliseconds until typed bytes are offered again to a program that does not read its terminal. */
const RETRY_WRITE = 4;
/** After the process is gone: how long its terminal may stay quiet before what it wrote counts as read. */
const DRAIN_QUIET = 100;

/** Parts of node-pty's terminal that its typings hide; the version is pinned. */
interface PtyInternals {
  readonly fd: number;
  readonly _socket: Socket;
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
  const reading = readToTheEnd(internals._socket);
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
    pause: reading.pause,
    resume: reading.resume,
  };
}

/**
 * node-pty destroys the socket 200 ms after the exit, read or not: a paused terminal would lose its last output.
 * Destroying is put off here until the terminal says end of file or stays quiet.
 */
function readToTheEnd(socket: Socket): { pause(): void; resume(): void } {
  const destroy = socket.destroy.bind(socket);
  let ending = false;
  socket.destroy = (error?: Error) => {
    if (ending || error || socket.readableEnded) return destroy(error);
    ending = true;
    let timer = setTimeout(destroy, DRAIN_QUIET);
    socket.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(destroy, DRAIN_QUIET);
    });
    socket.once('close', () => clearTimeout(timer));
    socket.resume();
    return socket;
  };
  return {
    pause: () => {
      // The rest of a finished process is at most the kernel's buffer: it is read whatever the viewers do.
      if (!ending) socket.pause();
    },
    resume: () => socket.resume(),
  };
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
