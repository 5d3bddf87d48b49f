import { platform, setPriority } from 'node:os';
import { setImmediate as breath } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { PARSED_IN_TURN } from '../../shared/wire/flow-control.ts';
import { SNAPSHOT_PART, type SnapshotPart } from '../../shared/wire/payloads.ts';
import { Backlog } from './screen/backlog.ts';
import type { FromWorker, ToWorker } from './screen/messages.ts';
import { Screen } from './screen/screen.ts';

/** Nice value of this thread, below the thread that moves the bytes. */
const NICE = 8;

interface Entry {
  readonly screen: Screen;
  readonly backlog: Backlog;
  /** The snapshot in progress: one part per turn, so that every screen is sent before any scrollback. */
  taking: { readonly request: number; readonly parts: Iterator<SnapshotPart | null> } | null;
  /** Set during a turn: disposing the terminal then would leave its write pending for ever. */
  busy: boolean;
  /** Set once per turn: a flood of bells is reported once. */
  rang: boolean;
}

if (!parentPort) throw new Error('This script is the screen worker of the session host');
const port = parentPort;
// Key echo has priority over hidden screens. Outside Linux this would slow the whole process.
if (platform() === 'linux') setPriority(NICE);
const entries = new Map<number, Entry>();
let running = false;
let timer: { readonly at: number; readonly handle: NodeJS.Timeout } | null = null;

const post = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'create') {
    const { id } = message;
    const screen = new Screen(message.size, {
      onReply: (bytes) => post({ kind: 'reply', id, bytes }),
      onTitle: (title) => post({ kind: 'title', id, title }),
      onBell() {
        entry.rang = true;
      },
    });
    const entry: Entry = { screen, backlog: new Backlog(), taking: null, busy: false, rang: false };
    entries.set(id, entry);
    return;
  }
  const entry = entries.get(message.id);
  if (!entry) return;
  if (message.kind === 'remove') {
    entries.delete(message.id);
    if (!entry.busy) entry.screen.dispose();
    return;
  }
  if (message.kind === 'rows') {
    post({ kind: 'rows', request: message.request, rows: entry.screen.rows() });
    return;
  }
  if (message.kind === 'write') entry.backlog.write(message.bytes);
  else entry.backlog.request(message);
  wake(entry.backlog.wait());
});

/** Schedules a run in this many milliseconds, or earlier if one is already scheduled. */
function wake(wait: number): void {
  if (running) return;
  const at = performance.now() + wait;
  if (timer && timer.at <= at) return;
  if (timer) clearTimeout(timer.handle);
  timer = null;
  if (wait > 0) timer = { at, handle: setTimeout(run, wait) };
  else run();
}

/** Takes turns: one slice of each session that has work, until none has. */
async function run(): Promise<void> {
  timer = null;
  running = true;
  for (;;) {
    const busy = [...entries].filter(([id, entry]) => isDue(id, entry));
    if (busy.length === 0) break;
    const slice = busy.length === 1 ? PARSED_IN_TURN.alone : PARSED_IN_TURN.among;
    await Promise.all(busy.map(([id, entry]) => guardedTurn(id, entry, slice)));
    // Snapshots run synchronously: yield, so that new messages are received.
    if (busy.some(([, { taking }]) => taking)) await breath();
  }
  running = false;
  const waiting = [...entries.values()].filter(({ backlog }) => !backlog.empty);
  if (waiting.length > 0) wake(Math.min(...waiting.map(({ backlog }) => backlog.wait())));
}

function isDue(id: number, { backlog, screen, taking }: Entry): boolean {
  if (taking) return true;
  if (backlog.empty || backlog.wait() > 0) return false;
  const capacity = screen.plainCapacity();
  const skipped = capacity ? backlog.condense(capacity) : 0;
  if (skipped === 0) return true;
  post({ kind: 'parsed', id, bytes: skipped });
  return !backlog.postpone();
}

async function guardedTurn(id: number, entry: Entry, slice: number): Promise<void> {
  entry.busy = true;
  await turn(id, entry, slice);
  entry.busy = false;
  if (entries.get(id) !== entry) entry.screen.dispose();
}

async function turn(id: number, entry: Entry, slice: number): Promise<void> {
  const { backlog, screen } = entry;
  if (entry.taking) {
    takeSome(entry, entry.taking);
    return;
  }
  let [bytes, counted] = [0, 0];
  let written: Promise<void> | null = null;
  while (bytes < slice) {
    const output = backlog.nextOutput(slice - bytes);
    if (!output) break;
    bytes += output.bytes.length;
    counted += output.counted;
    written = screen.write(output.bytes);
  }
  if (written) {
    await written;
    if (entry.rang) post({ kind: 'bell', id });
    entry.rang = false;
    post({ kind: 'parsed', id, bytes: counted });
    return;
  }
  const request = backlog.nextRequest();
  if (!request || entries.get(id) !== entry) return;
  if (request.kind === 'resize') {
    screen.resize(request.size);
    return;
  }
  entry.taking = { request: request.request, parts: screen.snapshot() };
  takeSome(entry, entry.taking);
}

function takeSome(entry: Entry, { request, parts }: NonNullable<Entry['taking']>): void {
  const { value: part } = parts.next();
  if (!part) return;
  const last = part.part === SNAPSHOT_PART.modes;
  if (last) entry.taking = null;
  post({ kind: 'part', request, part, last });
}
