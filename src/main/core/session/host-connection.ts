import { connect, type Socket } from 'node:net';
import { isFailureCode } from '../../../shared/failures/failures.ts';
import type { Welcome } from '../../../shared/wire/control.ts';
import {
  encodeStreamFrame,
  FrameSplitter,
  prefixLength,
} from '../../../shared/wire/frame-stream.ts';
import { type Frame, OP, PROTOCOL_VERSION } from '../../../shared/wire/frames.ts';
import { type HostSession, hostMessage, type Reply } from '../../../shared/wire/host-messages.ts';
import { decodeJson, encodeJson } from '../../../shared/wire/json-payload.ts';
import { CoreFailure } from '../failure.ts';

/** Milliseconds for connecting and the handshake on a local socket. */
const HANDSHAKE = 5000;

/** An open connection to the session host. */
export interface HostConnection {
  readonly welcome: Welcome;
  /** The result of a call. Rejects with the host's CoreFailure, or `host.lost` when the connection closes. */
  call(message: Record<string, unknown>): Promise<unknown>;
  /** Sends a terminal frame of a viewer. */
  sendFrame(frame: Uint8Array): void;
  /** Pauses and resumes reading: while paused, credit stops the host. */
  setReading(on: boolean): void;
  close(): void;
}

export interface HostListener {
  onSessions(sessions: readonly HostSession[]): void;
  onFrame(frame: Frame): void;
  onClose(): void;
}

export type HostHandlers = { readonly [K in keyof HostListener]?: HostListener[K] };

export function hostLost(reason: string): CoreFailure {
  return new CoreFailure({
    code: 'host.lost',
    message: `The session host is out of reach: ${reason}.`,
  });
}

/**
 * Connects and says hello with the given protocol version. Rejects with the socket's error when no host listens, and
 * with CoreFailure when it refuses.
 */
export async function connectHost(
  path: string,
  {
    version,
    protocol = PROTOCOL_VERSION,
  }: { readonly version: string; readonly protocol?: number },
  handlers: HostHandlers,
): Promise<HostConnection> {
  const socket = connect(path);
  socket.setNoDelay(true);
  const splitter = new FrameSplitter();
  const waiting = new Map<number, (reply: Reply | null) => void>();
  let calls = 0;
  let opened: HostConnection | null = null;
  const arrived: Frame[] = [];
  let taking = true;

  return new Promise<HostConnection>((resolve, reject) => {
    const timer = setTimeout(() => fail(hostLost('it does not answer')), HANDSHAKE);

    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error);
      socket.destroy();
    }

    function onControl(payload: Uint8Array): void {
      const parsed = hostMessage.safeParse(decodeJson(payload));
      if (!parsed.success) {
        fail(hostLost('it speaks another language'));
        return;
      }
      const message = parsed.data;
      switch (message.kind) {
        case 'welcome':
          clearTimeout(timer);
          opened = makeConnection(message);
          resolve(opened);
          return;
        case 'refused':
          fail(refusal(message));
          return;
        case 'reply':
          waiting.get(message.id)?.(message);
          waiting.delete(message.id);
          letAnswerBeTaken();
          return;
        case 'sessions':
          handlers.onSessions?.(message.sessions);
          return;
      }
    }

    function makeConnection(welcome: Welcome): HostConnection {
      return {
        welcome,
        async call(message) {
          if (socket.destroyed) throw hostLost('it ended');
          calls += 1;
          const id = calls;
          const reply = await new Promise<Reply | null>((done) => {
            waiting.set(id, done);
            sendControl(socket, { ...message, kind: 'call', id });
          });
          if (!reply) throw hostLost('it ended');
          if (!reply.ok) throw refusal(reply);
          return reply.value;
        },
        // Write at once, so that the host receives a batch before it answers the first frame.
        sendFrame(frame) {
          socket.cork();
          socket.write(prefixLength(frame));
          process.nextTick(() => socket.uncork());
        },
        setReading: (on) => void (on ? socket.resume() : socket.pause()),
        close: () => void socket.end().destroy(),
      };
    }

    socket.on('connect', () => {
      sendControl(socket, { kind: 'hello', protocol, version });
    });
    function onFrame(frame: Frame): void {
      if (frame.op === OP.control) onControl(frame.payload);
      else handlers.onFrame?.(frame);
    }

    function takeIn(): void {
      while (taking) {
        const frame = arrived.shift();
        if (!frame) return;
        onFrame(frame);
      }
    }

    /** The caller continues in a microtask: later messages must not be handled before that. */
    function letAnswerBeTaken(): void {
      taking = false;
      setImmediate(() => {
        taking = true;
        takeIn();
      });
    }

    socket.on('data', (chunk: Buffer) => {
      const frames = split(splitter, chunk);
      if (!frames) {
        fail(hostLost('it speaks another language'));
        return;
      }
      arrived.push(...frames);
      takeIn();
    });
    socket.on('error', fail);
    socket.on('close', () => {
      taking = true;
      takeIn();
      fail(hostLost('it closed the connection'));
      for (const done of waiting.values()) done(null);
      waiting.clear();
      if (opened) handlers.onClose?.();
    });
  });
}

/** Null for invalid frames. */
function split(splitter: FrameSplitter, chunk: Buffer): readonly Frame[] | null {
  try {
    return splitter.push(chunk);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function sendControl(socket: Socket, message: unknown): void {
  socket.write(encodeStreamFrame(OP.control, 0, encodeJson(message)));
}

function refusal(answer: { readonly code: string; readonly message: string }): CoreFailure {
  return new CoreFailure({
    code: isFailureCode(answer.code) ? answer.code : 'host.refused',
    message: `The session host refused: ${answer.message}.`,
    remedy: "Check the agent's folder and program, then start it again.",
  });
}
