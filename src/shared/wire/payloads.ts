/** Payloads of the terminal frames. Decoders return null for a payload of the wrong length. */

import type { Marks } from './flow-control.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const SNAPSHOT_PART = { screen: 0, scrollback: 1, modes: 2 } as const;

export interface SnapshotPart extends Size {
  readonly part: number;
  readonly bytes: Uint8Array;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: number | null;
}

function viewOf(payload: Uint8Array): DataView {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
}

export function encodeAttach(size: Size, credit: number): Uint8Array {
  const payload = new Uint8Array(8);
  const view = viewOf(payload);
  view.setUint16(0, size.columns);
  view.setUint16(2, size.rows);
  view.setUint32(4, credit);
  return payload;
}

export function decodeAttach(payload: Uint8Array): (Size & { readonly credit: number }) | null {
  if (payload.length !== 8) return null;
  const view = viewOf(payload);
  return { columns: view.getUint16(0), rows: view.getUint16(2), credit: view.getUint32(4) };
}

export function encodeSize(size: Size): Uint8Array {
  const payload = new Uint8Array(4);
  const view = viewOf(payload);
  view.setUint16(0, size.columns);
  view.setUint16(2, size.rows);
  return payload;
}

export function decodeSize(payload: Uint8Array): Size | null {
  if (payload.length !== 4) return null;
  const view = viewOf(payload);
  return { columns: view.getUint16(0), rows: view.getUint16(2) };
}

export function encodeAck(bytes: number): Uint8Array {
  const payload = new Uint8Array(4);
  viewOf(payload).setUint32(0, bytes);
  return payload;
}

export function decodeAck(payload: Uint8Array): number | null {
  return payload.length === 4 ? viewOf(payload).getUint32(0) : null;
}

/** Bytes that may be unparsed at once, and the low-water mark below which sending resumes; both 0 when hidden. */
export function encodeCredit(credit: Marks): Uint8Array {
  const payload = new Uint8Array(8);
  const view = viewOf(payload);
  view.setUint32(0, credit.high);
  view.setUint32(4, credit.low);
  return payload;
}

export function decodeCredit(payload: Uint8Array): Marks | null {
  if (payload.length !== 8) return null;
  const view = viewOf(payload);
  return { high: view.getUint32(0), low: view.getUint32(4) };
}

export function encodeSnapshot(part: SnapshotPart): Uint8Array {
  const payload = new Uint8Array(5 + part.bytes.length);
  payload.set(encodeSize(part), 0);
  payload[4] = part.part;
  payload.set(part.bytes, 5);
  return payload;
}

export function decodeSnapshot(payload: Uint8Array): SnapshotPart | null {
  const size = decodeSize(payload.subarray(0, 4));
  const part = payload[4];
  if (!size || part === undefined) return null;
  return { ...size, part, bytes: payload.subarray(5) };
}

export function encodeExit(exit: Exit): Uint8Array {
  const payload = new Uint8Array(8);
  const view = viewOf(payload);
  view.setInt32(0, exit.code ?? -1);
  view.setInt32(4, exit.signal ?? -1);
  return payload;
}

export function decodeExit(payload: Uint8Array): Exit | null {
  if (payload.length !== 8) return null;
  const view = viewOf(payload);
  const [code, signal] = [view.getInt32(0), view.getInt32(4)];
  return { code: code < 0 ? null : code, signal: signal < 0 ? null : signal };
}
