/**
 * Terminal frames: `[u8 op][u32 session, big endian][payload]`. One frame per message on message transports; on a
 * stream each frame is preceded by its length as u32 big endian. Numbers in payloads are big endian.
 */

export const PROTOCOL_VERSION = 1;

export const OP = {
  /** Viewer to host: `[u16 columns][u16 rows][u32 credit]`. Starts showing a session; 0 columns keeps its size. */
  attach: 1,
  /** Viewer to host: empty. */
  detach: 2,
  /** Viewer to host: bytes typed or pasted. */
  input: 3,
  /** Viewer to host: `[u16 columns][u16 rows]`; the last viewer to resize decides. */
  resize: 4,
  /**
   * Viewer to host: `[u32 bytes]` of output that the viewer has parsed, which returns the credit. Snapshots use no
   * credit.
   */
  ack: 5,
  /** Viewer to host: `[u32 credit][u32 low water]` for a focused, visible or hidden (credit 0) viewer. */
  credit: 6,
  /**
   * Host to viewer: `[u16 columns][u16 rows][u8 part][bytes]`. Part 0 is the screen; part 1, sent only with scrollback,
   * is scrollback and screen; part 2, always last, is modes and an unfinished character or sequence. Parts 0 and 1
   * start with a full reset.
   */
  snapshot: 16,
  /** Host to viewer: output of the PTY, complete and in order since the snapshot. */
  output: 17,
  /** Host to viewer: `[i32 code][i32 signal]`, -1 for none. */
  exit: 18,
  /** Host to viewer: UTF-8 JSON `{code, message}`: the session is unknown or the frame was malformed. */
  refused: 19,
  /** Host to viewer: `[u16 columns][u16 rows]`: the size for all following output. */
  resized: 20,
  /** Both ways, on the host socket only: UTF-8 JSON of the handshake and of control calls. */
  control: 32,
} as const;
export type Op = (typeof OP)[keyof typeof OP];

/** Header bytes before the payload. */
export const HEADER = 5;

export interface Frame {
  readonly op: number;
  readonly session: number;
  readonly payload: Uint8Array;
}

export function encodeFrame(op: Op, session: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER + payload.length);
  frame[0] = op;
  new DataView(frame.buffer).setUint32(1, session);
  frame.set(payload, HEADER);
  return frame;
}

/** Null for bytes shorter than a header. The payload shares memory with the frame. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  if (bytes.length < HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { op: view.getUint8(0), session: view.getUint32(1), payload: bytes.subarray(HEADER) };
}
