import { decodeFrame, encodeFrame, OP } from '../../../shared/wire/frames.ts';
import { encodeJson } from '../../../shared/wire/json-payload.ts';
import type { HostConnection, HostHandlers } from './host-connection.ts';
import type { FrameChannel } from './sessions.ts';

/** Bytes queued towards a viewer at which the host is no longer read; the host then holds the session by credit. */
const HIGH = 1024 * 1024;
/** Milliseconds between looks at a full queue: channels do not tell when they drain. */
const LOOK = 5;

/** What a viewer may send; control messages are between the app and its host. */
const FROM_VIEWER: readonly number[] = [
  OP.attach,
  OP.detach,
  OP.input,
  OP.resize,
  OP.ack,
  OP.credit,
];

/**
 * Joins a viewer to a host connection of its own, opened on the first attach, until either side closes. When the host
 * goes away, so does the viewer's channel: it opens a new one and attaches to what it then knows of.
 */
export function relayViewer(
  channel: FrameChannel,
  connect: (handlers: HostHandlers) => Promise<HostConnection>,
): void {
  let opening: Promise<HostConnection | null> | null = null;
  let closed = false;
  let held: NodeJS.Timeout | null = null;

  function open(): Promise<HostConnection | null> {
    opening ??= connect({
      onFrame(frame) {
        if (closed) return;
        // The session and the operation pass unread: only their form is checked here.
        channel.send(encodeFrame(frame.op as 17, frame.session, frame.payload));
        hold();
      },
      onClose: () => channel.close(),
    }).catch(() => {
      // No host runs: the next attach tries again.
      opening = null;
      return null;
    });
    return opening;
  }

  function hold(): void {
    if (held || channel.buffered < HIGH) return;
    opening?.then((host) => host?.setReading(false));
    held = setInterval(() => {
      if (!closed && channel.buffered >= HIGH) return;
      if (held) clearInterval(held);
      held = null;
      opening?.then((host) => host?.setReading(true));
    }, LOOK);
  }

  channel.onFrame((bytes) => {
    const frame = decodeFrame(bytes);
    if (!frame || !FROM_VIEWER.includes(frame.op)) {
      channel.close();
      return;
    }
    if (!opening && frame.op !== OP.attach) return;
    open().then((host) => {
      if (closed) return;
      if (host) host.sendFrame(bytes);
      else if (frame.op === OP.attach) channel.send(refusal(frame.session));
    });
  });
  channel.onClose(() => {
    closed = true;
    opening?.then((host) => host?.close());
  });
}

function refusal(session: number): Uint8Array {
  const answer = { code: 'host.lost', message: 'No session host runs' };
  return encodeFrame(OP.refused, session, encodeJson(answer));
}
