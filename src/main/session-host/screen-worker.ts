import { platform, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { SNAPSHOT_PART } from '../../shared/wire/payloads.ts';
import type { FromWorker, ToWorker } from './screen/messages.ts';
import { Screen } from './screen/screen.ts';

/** How much this thread stands back behind the one that moves the bytes. */
const NICE = 8;

/** Bytes of one session parsed in one turn: some streams parse at 1 MB/s and must not hold up the others. */
const SLICE = 32 * 1024;
/** A session that is alone takes more at once, for throughput. */
const SLICE_ALONE = 128 * 1024;

type Work = Extract<ToWorker, { kind: 'write' | 'resize' | 'snapshot' }>;

interface Entry {
  readonly screen: Screen;
  queue: Work[];
  /** In a turn: a terminal disposed of meanwhile would never finish its write. */
  busy: boolean;
}

if (!parentPort) throw new Error('This script is the screen worker of the session host');
const port = parentPort;
// Keys and their echo go before screens that nobody sees. Elsewhere than on Linux this would slow the whole process.
if (platform() === 'linux') setPriority(NICE);
const entries = new Map<number, Entry>();
let running = false;

const post = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'create') {
    const { id } = message;
    const screen = new Screen(message.size, {
      onReply: (bytes) => post({ kind: 'reply', id, bytes }),
      onTitle: (title) => post({ kind: 'title', id, title }),
    });
    entries.set(id, { screen, queue: [], busy: false });
    return;
  }
  const entry = entries.get(message.id);
  if (!entry) return;
  if (message.kind === 'remove') {
    entries.delete(message.id);
    if (!entry.busy) entry.screen.dispose();
    return;
  }
  entry.queue.push(message);
  if (!running) run();
});

/** Takes turns: one slice of every session that has work, until none has. */
async function run(): Promise<void> {
  running = true;
  for (;;) {
    const busy = [...entries].filter(([, entry]) => entry.queue.length > 0);
    if (busy.length === 0) break;
    const slice = busy.length === 1 ? SLICE_ALONE : SLICE;
    await Promise.all(busy.map(([id, entry]) => guardedTurn(id, entry, slice)));
  }
  running = false;
}

async function guardedTurn(id: number, entry: Entry, slice: number): Promise<void> {
  entry.busy = true;
  await turn(id, entry, slice);
  entry.busy = false;
  if (entries.get(id) !== entry) entry.screen.dispose();
}

async function turn(id: number, entry: Entry, slice: number): Promise<void> {
  let bytes = 0;
  let written: Promise<void> = Promise.resolve();
  while (bytes < slice) {
    const work = entry.queue[0];
    if (work?.kind !== 'write') break;
    const part = work.bytes.subarray(0, slice - bytes);
    if (part.length === work.bytes.length) entry.queue.shift();
    else entry.queue[0] = { ...work, bytes: work.bytes.subarray(part.length) };
    bytes += part.length;
    written = entry.screen.write(part);
  }
  if (bytes > 0) {
    await written;
    post({ kind: 'parsed', id, bytes });
    return;
  }
  const work = entry.queue.shift();
  if (!work || entries.get(id) !== entry) return;
  if (work.kind === 'resize') entry.screen.resize(work.size);
  if (work.kind === 'snapshot') {
    for (const part of entry.screen.snapshot()) {
      post({ kind: 'part', request: work.request, part, last: part.part === SNAPSHOT_PART.modes });
    }
  }
}
