import { Worker } from 'node:worker_threads';
import type { Size, SnapshotPart } from '../../shared/wire/payloads.ts';
import type { FromWorker, ToWorker } from './screen/messages.ts';

export interface ScreensEvents {
  /** The screen of a session has parsed more output. */
  onParsed(id: number): void;
  /** The terminal's answer to a query of the program, e.g. its cursor position. */
  onReply(id: number, bytes: Uint8Array): void;
  onTitle(id: number, title: string): void;
  onBell(id: number): void;
}

/** The screens of all sessions, in one worker thread so that no output can block the thread that moves bytes. */
export interface Screens {
  create(id: number, size: Size): void;
  /** Transfers the bytes' buffer: it is empty afterwards. */
  write(id: number, bytes: Uint8Array<ArrayBuffer>): void;
  resize(id: number, size: Size): void;
  /** Calls back with the parts of a snapshot of everything written so far; the last part holds the modes. */
  snapshot(id: number, onPart: (part: SnapshotPart) => void): void;
  /** The text of the rows as parsed so far. Never resolves once the session was removed. */
  rows(id: number): Promise<readonly string[]>;
  remove(id: number): void;
  /** Bytes written and not parsed yet. */
  backlog(id: number): number;
  dispose(): Promise<void>;
}

/** Starts the worker `script`. `onFailed` is called when it dies, and all screens with it. */
export function createScreens(options: {
  readonly script: URL;
  readonly events: ScreensEvents;
  onFailed(error: unknown): void;
}): Screens {
  const worker = new Worker(options.script);
  const backlogs = new Map<number, number>();
  const snapshots = new Map<number, (part: SnapshotPart) => void>();
  const asked = new Map<number, (rows: readonly string[]) => void>();
  let requests = 0;
  const post = (message: ToWorker) => worker.postMessage(message);

  worker.on('error', options.onFailed);
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'parsed': {
        const before = backlogs.get(message.id);
        if (before === undefined) return;
        backlogs.set(message.id, Math.max(0, before - message.bytes));
        options.events.onParsed(message.id);
        return;
      }
      case 'part': {
        const onPart = snapshots.get(message.request);
        if (message.last) snapshots.delete(message.request);
        onPart?.(message.part);
        return;
      }
      case 'rows':
        asked.get(message.request)?.(message.rows);
        asked.delete(message.request);
        return;
      case 'reply':
        options.events.onReply(message.id, message.bytes);
        return;
      case 'title':
        options.events.onTitle(message.id, message.title);
        return;
      case 'bell':
        options.events.onBell(message.id);
        return;
    }
  });

  return {
    create(id, size) {
      backlogs.set(id, 0);
      post({ kind: 'create', id, size });
    },
    write(id, bytes) {
      backlogs.set(id, (backlogs.get(id) ?? 0) + bytes.length);
      const message: ToWorker = { kind: 'write', id, bytes };
      worker.postMessage(message, [bytes.buffer]);
    },
    resize: (id, size) => post({ kind: 'resize', id, size }),
    snapshot(id, onPart) {
      requests += 1;
      snapshots.set(requests, onPart);
      post({ kind: 'snapshot', id, request: requests });
    },
    rows(id) {
      requests += 1;
      const request = requests;
      post({ kind: 'rows', id, request });
      return new Promise((resolve) => asked.set(request, resolve));
    },
    remove(id) {
      backlogs.delete(id);
      post({ kind: 'remove', id });
    },
    backlog: (id) => backlogs.get(id) ?? 0,
    async dispose() {
      await worker.terminate();
    },
  };
}
