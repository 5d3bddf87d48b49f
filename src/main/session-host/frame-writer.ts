import type { Socket } from 'node:net';
import { LARGE_PIECE, PIECE } from '../../shared/wire/flow-control.ts';
import { encodeStreamHeader, STREAM_HEADER } from '../../shared/wire/frame-stream.ts';
import type { Op } from '../../shared/wire/frames.ts';

/** Bytes of a reusable buffer: enough for the largest chunk. Small frames get their own: many may wait for a slow client. */
const ROOM = STREAM_HEADER + PIECE;
/** Reusable buffers kept per client. More are needed only while the client is slow. */
const KEPT = 4;

/**
 * Writes frames to a client. Payloads are copied, so callers may reuse their buffers at once. Buffers for large frames
 * are reused, because garbage-collecting them would cost as much as sending.
 */
export function frameWriter(
  socket: Socket,
): (op: Op, session: number, payload: Uint8Array) => void {
  const free: Uint8Array[] = [];
  return (op, session, payload) => {
    if (socket.destroyed) return;
    const length = STREAM_HEADER + payload.length;
    const again = payload.length >= LARGE_PIECE && length <= ROOM;
    const room = (again ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(again ? ROOM : length);
    room.set(encodeStreamHeader(op, session, payload.length), 0);
    room.set(payload, STREAM_HEADER);
    const frame = room.subarray(0, length);
    if (!again) socket.write(frame);
    else
      socket.write(frame, () => {
        if (free.length < KEPT) free.push(room);
      });
  };
}
