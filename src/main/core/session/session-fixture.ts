import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import headless from '@xterm/headless';
import { CREDIT } from '../../../shared/wire/flow-control.ts';
import { decodeFrame, encodeFrame, OP, type Op } from '../../../shared/wire/frames.ts';
import {
  decodeSnapshot,
  encodeAck,
  encodeAttach,
  SNAPSHOT_PART,
  type SnapshotPart,
} from '../../../shared/wire/payloads.ts';
import { createSessions } from './create-sessions.ts';
import { programsIn } from './node-program.ts';
import type { FrameChannel, SessionRequest, Sessions } from './sessions.ts';

/** For tests: a real session host in a folder of its own, and viewers that count every byte. */

const built = resolve(import.meta.dirname, '../../../../out/main');

export const hostScript = join(built, 'session-host.js');
export const programs = programsIn(built);

export interface Stage {
  readonly home: string;
  /** A folder for sessions to work in. */
  readonly cwd: string;
  readonly sessions: Sessions;
  /** A second app over the same home. */
  another(): Sessions;
  request(agent: string, spec: Partial<SessionRequest['spec']>): SessionRequest;
  /** A shell line as an agent. */
  run(agent: string, command: string): ReturnType<Sessions['start']>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function createStage(options: { readonly home?: string } = {}): Stage {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-session-')));
  const home = options.home ?? join(folder, 'home');
  const cwd = join(folder, 'work');
  mkdirSync(cwd, { recursive: true });
  const opened: Sessions[] = [];
  const another = () => {
    const made = createSessions({ home, programs, version: '0.0.0-test' });
    opened.push(made);
    return made;
  };
  const sessions = another();
  const request: Stage['request'] = (agent, spec) => ({
    project: cwd,
    feature: 'checkout',
    agent,
    cwd,
    briefing: '',
    env: {},
    spec: { role: 'tester', ...spec },
  });
  return {
    home,
    cwd,
    sessions,
    another,
    request,
    run: (agent, command) => sessions.start(request(agent, { runs: { command } })),
    async [Symbol.asyncDispose]() {
      for (const one of opened) await one.dispose();
      await endHost(another());
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function endHost(sessions: Sessions): Promise<void> {
  await sessions.refresh();
  const status = sessions.status();
  await sessions.dispose();
  if (status.state !== 'connected') return;
  process.kill(status.pid, 'SIGTERM');
  await eventually(() => !isRunning(status.pid), 8000);
}

/** False for zombies too: in containers nobody may reap them. */
export function isRunning(pid: number): boolean {
  return processState(pid) !== null;
}

function processState(pid: number): string | null {
  const stat = readStat(pid);
  const state = stat?.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  return state === undefined || state === 'Z' || state === 'X' ? null : state;
}

function readStat(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Gone.
    return null;
  }
}

/** Polls a condition until it holds; throws after `within` milliseconds. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  within = 10_000,
): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${within} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface TestViewer {
  /** All output since the last snapshot began. */
  output(): Buffer;
  text(): string;
  readonly snapshots: SnapshotPart[];
  readonly ops: Op[];
  /** Acknowledges what came and goes on doing so, or stops. */
  acknowledge(on: boolean): void;
  attach(session: number, size?: { columns: number; rows: number }, credit?: number): void;
  send(op: Op, session: number, payload: Uint8Array): void;
  type(session: number, text: string): void;
  close(): void;
}

/** A viewer over the same relay that the app's transports use. */
export function openViewer(sessions: Sessions): TestViewer {
  let onFrame: (frame: Uint8Array) => void = () => undefined;
  let onClose: () => void = () => undefined;
  let chunks: Uint8Array[] = [];
  let owed: [number, number][] = [];
  let acknowledging = true;
  const snapshots: SnapshotPart[] = [];
  const ops: Op[] = [];

  function pay(): void {
    for (const [session, bytes] of owed) send(OP.ack, session, encodeAck(bytes));
    owed = [];
  }
  function send(op: Op, session: number, payload: Uint8Array): void {
    onFrame(encodeFrame(op, session, payload));
  }

  const channel: FrameChannel = {
    buffered: 0,
    send(bytes) {
      const frame = decodeFrame(bytes);
      if (!frame) throw new Error('The host sent something that is no frame');
      ops.push(frame.op as Op);
      if (frame.op === OP.snapshot) {
        const part = decodeSnapshot(frame.payload);
        if (!part) throw new Error('The host sent a snapshot that is none');
        if (part.part === SNAPSHOT_PART.screen) chunks = [];
        snapshots.push(part);
      }
      if (frame.op !== OP.output) return;
      chunks.push(frame.payload.slice());
      owed.push([frame.session, frame.payload.length]);
      if (acknowledging) pay();
    },
    onFrame: (listener) => {
      onFrame = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: () => onClose(),
  };
  sessions.connectViewer(channel);
  const output = () => {
    const joined = Buffer.concat(chunks);
    chunks = [joined];
    return joined;
  };
  return {
    output,
    text: () => output().toString('utf8'),
    snapshots,
    ops,
    acknowledge(on) {
      acknowledging = on;
      if (on) pay();
    },
    attach: (session, size = { columns: 0, rows: 0 }, credit = CREDIT.focused.high) =>
      send(OP.attach, session, encodeAttach(size, credit)),
    send,
    type: (session, text) => send(OP.input, session, Buffer.from(text)),
    close: () => onClose(),
  };
}

/** What a terminal shows after the last snapshot and all output since. */
export async function readScreen(viewer: TestViewer): Promise<string> {
  const start = viewer.snapshots.findLastIndex((part) => part.part === SNAPSHOT_PART.screen);
  const parts = viewer.snapshots.slice(Math.max(0, start));
  const first = parts[0];
  // Nothing is shown for sure before the last part is there.
  if (!first || parts.at(-1)?.part !== SNAPSHOT_PART.modes) return '';
  const terminal = new headless.Terminal({
    cols: first.columns,
    rows: first.rows,
    scrollback: 100_000,
    allowProposedApi: true,
  });
  for (const part of parts) terminal.write(part.bytes);
  await new Promise<void>((resolve) => terminal.write(viewer.output(), resolve));
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    lines.push(buffer.getLine(row)?.translateToString(true) ?? '');
  }
  terminal.dispose();
  return lines.join('\n');
}
