import type { FailureCode } from '../../../shared/failures/failures.ts';
import { RELAY_QUEUE } from '../../../shared/wire/flow-control.ts';
import { decodeFrame, encodeFrame, OP } from '../../../shared/wire/frames.ts';
import { encodeJson } from '../../../shared/wire/json-payload.ts';
import type { HostConnection, HostHandlers } from './host-connection.ts';
import type { FrameChannel } from './sessions.ts';

/** Milliseconds between checks of a full queue: channels do not report when they drain. */
const LOOK = 5;

/** Frames a viewer may send; control messages are between app and host. */
const FROM_VIEWER: readonly number[] = [
  OP.attach,
  OP.detach,
  OP.input,
  OP.resize,
  OP.ack,
  OP.credit,
];

export interface Places {
  /** The address of the host that has a session; null for the host of this version. */
  placeOf(session: number): string | null;
  dial(place: string | null, handlers: HostHandlers): Promise<HostConnection>;
}

/**
 * Connects a viewer to the hosts of the sessions it shows, on separate connections opened with the first attach, until
 * either side closes. When a host goes away, the viewer's channel is closed: it opens a new one and attaches again.
 */
export function relayViewer(channel: FrameChannel, places: Places): void {
  const opening = new Map<string | null, Promise<HostConnection | null>>();
  let closed = false;
  let held: NodeJS.Timeout | null = null;

  function open(place: string | null): Promise<HostConnection | null> {
    const known = opening.get(place);
    if (known) return known;
    const dialled = places
      .dial(place, {
        onFrame(frame) {
          if (closed) return;
          // Session and operation are passed on unread: only the framing is checked here.
          channel.send(encodeFrame(frame.op as 17, frame.session, frame.payload));
          hold();
        },
        onClose: () => channel.close(),
      })
      .catch(() => {
        // No host is running: the next attach tries again.
        opening.delete(place);
        return null;
      });
    opening.set(place, dialled);
    return dialled;
  }

  function each(work: (host: HostConnection) => void): void {
    for (const host of opening.values()) host.then((open) => open && work(open));
  }

  function hold(): void {
    if (held || channel.buffered < RELAY_QUEUE) return;
    each((host) => host.setReading(false));
    held = setInterval(() => {
      if (!closed && channel.buffered >= RELAY_QUEUE) return;
      if (held) clearInterval(held);
      held = null;
      each((host) => host.setReading(true));
    }, LOOK);
  }

  channel.onFrame((bytes) => {
    const frame = decodeFrame(bytes);
    if (!frame || !FROM_VIEWER.includes(frame.op)) {
      channel.close();
      return;
    }
    const place = places.placeOf(frame.session);
    if (!opening.has(place) && frame.op !== OP.attach) return;
    open(place).then((host) => {
      if (closed) return;
      if (host) host.sendFrame(bytes);
      else if (frame.op === OP.attach) channel.send(refusal(frame.session));
    });
  });
  channel.onClose(() => {
    closed = true;
    each((host) => host.close());
  });
}

function refusal(session: number): Uint8Array {
  const code: FailureCode = 'host.lost';
  const answer = { code, message: 'No session host runs' };
  return encodeFrame(OP.refused, session, encodeJson(answer));
}
