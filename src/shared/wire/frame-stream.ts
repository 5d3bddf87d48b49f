import { MAX_FRAME } from './flow-control.ts';
import { decodeFrame, encodeFrame, type Frame, HEADER, type Op } from './frames.ts';

const LENGTH = 4;

/** Header bytes on a stream. */
export const STREAM_HEADER = LENGTH + HEADER;

/** A frame with its length prefix, for a stream. */
export function encodeStreamFrame(op: Op, session: number, payload: Uint8Array): Uint8Array {
  return prefixLength(encodeFrame(op, session, payload));
}

/** Only the header, for writers that send the payload without copying it. */
export function encodeStreamHeader(op: Op, session: number, payloadLength: number): Uint8Array {
  const header = new Uint8Array(STREAM_HEADER);
  const view = new DataView(header.buffer);
  view.setUint32(0, HEADER + payloadLength);
  view.setUint8(LENGTH, op);
  view.setUint32(LENGTH + 1, session);
  return header;
}

export function prefixLength(frame: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LENGTH + frame.length);
  new DataView(bytes.buffer).setUint32(0, frame.length);
  bytes.set(frame, LENGTH);
  return bytes;
}

/**
 * Cuts a byte stream into frames. `push` returns the frames completed by the chunk, whose payloads may share memory
 * with it. Throws on an invalid length: then the stream must be closed.
 */
export class FrameSplitter {
  #parts: Uint8Array[] = [];
  #length = 0;

  push(chunk: Uint8Array): Frame[] {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (;;) {
      const bytes = this.#take();
      if (!bytes) return frames;
      const frame = decodeFrame(bytes);
      if (frame) frames.push(frame);
    }
  }

  #take(): Uint8Array | null {
    if (this.#length < LENGTH) return null;
    const head = this.#peek(LENGTH);
    const size = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
    if (size < HEADER || size > MAX_FRAME) throw new RangeError(`No frame has ${size} bytes`);
    if (this.#length < LENGTH + size) return null;
    const whole = this.#peek(LENGTH + size);
    const rest = this.#parts[0]?.subarray(LENGTH + size);
    this.#parts = rest && rest.length > 0 ? [rest, ...this.#parts.slice(1)] : this.#parts.slice(1);
    this.#length -= LENGTH + size;
    return whole.subarray(LENGTH, LENGTH + size);
  }

  /** The first `count` bytes as one array; copies only when they span several chunks. */
  #peek(count: number): Uint8Array {
    const first = this.#parts[0];
    if (first && first.length >= count) return first;
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.length;
    }
    this.#parts = [joined];
    return joined;
  }
}
