import type { Socket } from 'node:net';
import type { FailureCode } from '../../shared/failures/failures.ts';
import { type Call, clientMessage } from '../../shared/wire/control.ts';
import { creditOf } from '../../shared/wire/flow-control.ts';
import { FrameSplitter } from '../../shared/wire/frame-stream.ts';
import { type Frame, OP, PROTOCOL_VERSION } from '../../shared/wire/frames.ts';
import type { Reply } from '../../shared/wire/host-messages.ts';
import { decodeJson, encodeJson } from '../../shared/wire/json-payload.ts';
import { decodeAck, decodeAttach, decodeCredit, decodeSize } from '../../shared/wire/payloads.ts';
import { frameWriter } from './frame-writer.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';
import { Viewer } from './viewer.ts';

interface Attached {
  readonly session: Session;
  readonly viewer: Viewer;
}

export interface Welcoming {
  readonly version: string;
  readonly hookUrl: string;
}

/** Milliseconds within which a client must say hello. */
const HELLO_WITHIN = 5000;

const CAPABILITIES = ['cli', 'sessions', 'snapshots', 'hooks', 'prompt', 'left', 'asks'];

/**
 * Serves one client of the host: its calls, its subscription, and the sessions it displays. A malformed frame closes
 * it.
 */
export function serveConnection(socket: Socket, registry: Registry, welcoming: Welcoming): void {
  const splitter = new FrameSplitter();
  const attached = new Map<number, Attached>();
  let greeted = false;
  let unsubscribe: (() => void) | null = null;
  const impatience = setTimeout(() => socket.destroy(), HELLO_WITHIN);

  const send = frameWriter(socket);

  function sendControl(message: unknown): void {
    send(OP.control, 0, encodeJson(message));
  }

  function refuse(session: number, code: FailureCode, message: string): void {
    send(OP.refused, session, encodeJson({ code, message }));
  }

  /** Ends a connection that cannot be used, and says why. */
  function turnAway(code: FailureCode, message: string): void {
    sendControl({ kind: 'refused', code, message });
    socket.end();
  }

  function onControl(payload: Uint8Array): void {
    const parsed = clientMessage.safeParse(decodeJson(payload));
    if (!parsed.success) {
      turnAway('host.malformed', 'Not a known message');
      return;
    }
    const message = parsed.data;
    if (message.kind === 'call') {
      if (greeted) answer(message);
      else socket.destroy();
      return;
    }
    clearTimeout(impatience);
    if (message.protocol !== PROTOCOL_VERSION) {
      const text = `This host speaks protocol ${PROTOCOL_VERSION}, not ${message.protocol}`;
      turnAway('host.protocol', text);
      return;
    }
    greeted = true;
    const protocol = PROTOCOL_VERSION;
    const capabilities = CAPABILITIES;
    sendControl({ kind: 'welcome', protocol, pid: process.pid, capabilities, ...welcoming });
  }

  async function answer(call: Call): Promise<void> {
    const base = { kind: 'reply', id: call.id } as const;
    let reply: Reply;
    try {
      reply = { ...base, ok: true, value: await perform(call) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code: FailureCode = `session.${call.method}Failed`;
      reply = { ...base, ok: false, code, message };
    }
    sendControl(reply);
  }

  async function perform(call: Call): Promise<unknown> {
    switch (call.method) {
      case 'start':
        return (await registry.start(call.launch)).describe();
      case 'stop':
        return { stopped: await registry.stop(call.key) };
      case 'prompt':
        return { outcome: registry.prompt(call.key, call.text) };
      case 'asked':
        return { request: registry.asks(call.key)?.request(call.ask) ?? null };
      case 'answer':
        return { answered: registry.asks(call.key)?.answer(call.ask, call.decision) ?? false };
      case 'left':
        return { left: registry.left.list() };
      case 'endLeft':
        return { ended: await registry.left.end(call.key) };
      case 'list':
        return { sessions: registry.list() };
      case 'subscribe': {
        const tell = () => sendControl({ kind: 'sessions', sessions: registry.list() });
        unsubscribe ??= registry.subscribe(tell);
        tell();
        return {};
      }
    }
  }

  function onAttach(frame: Frame): void {
    const asked = decodeAttach(frame.payload);
    const session = registry.byId(frame.session);
    if (!asked || !session) {
      const code = asked ? 'session.unknown' : 'session.malformed';
      refuse(frame.session, code, asked ? 'The host has no such session' : 'Not an attach frame');
      return;
    }
    detach(frame.session);
    const viewer = new Viewer((op, payload) => send(op, frame.session, payload));
    attached.set(frame.session, { session, viewer });
    // Resize before attaching, so that the first snapshot already has the client's size.
    if (asked.columns > 0) session.resize(asked);
    session.stream.add(viewer);
    session.stream.credit(viewer, creditOf(asked.credit));
  }

  function detach(id: number): void {
    const shown = attached.get(id);
    attached.delete(id);
    shown?.session.stream.remove(shown.viewer);
  }

  function onViewerFrame(frame: Frame, { session, viewer }: Attached): boolean {
    switch (frame.op) {
      case OP.detach:
        detach(frame.session);
        return true;
      case OP.input:
        session.type(frame.payload.slice());
        return true;
      case OP.resize: {
        const size = decodeSize(frame.payload);
        if (size) session.resize(size);
        return size !== null;
      }
      case OP.ack: {
        const bytes = decodeAck(frame.payload);
        if (bytes !== null) session.stream.acknowledge(viewer, bytes);
        return bytes !== null;
      }
      case OP.credit: {
        const credit = decodeCredit(frame.payload);
        if (credit) session.stream.credit(viewer, credit);
        return credit !== null;
      }
      default:
        return false;
    }
  }

  function onFrame(frame: Frame): void {
    if (frame.op === OP.control) onControl(frame.payload);
    else if (!greeted) socket.destroy();
    else if (frame.op === OP.attach) onAttach(frame);
    else onShownFrame(frame);
  }

  function onShownFrame(frame: Frame): void {
    const shown = attached.get(frame.session);
    // Frames for a session that was just detached or replaced are late, not an error.
    if (shown && !onViewerFrame(frame, shown)) {
      refuse(frame.session, 'session.malformed', `Not a frame that a viewer sends: ${frame.op}`);
    }
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of splitter.push(chunk)) onFrame(frame);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(impatience);
    unsubscribe?.();
    for (const id of [...attached.keys()]) detach(id);
  });
}
