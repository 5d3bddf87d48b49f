import { MAX_CREDIT } from '../../shared/wire/flow-control.ts';
import { OP, type Op } from '../../shared/wire/frames.ts';
import { encodeSnapshot, type SnapshotPart } from '../../shared/wire/payloads.ts';

/** Must copy what it needs of the payload before it returns. */
export type SendFrame = (op: Op, payload: Uint8Array) => void;

type Item = { readonly bytes: Uint8Array } | { readonly op: Op; readonly payload: Uint8Array };

/**
 * One viewer of one session: its credit, its pending output and its place in the live stream. `hidden` receives
 * nothing; `joining` waits for its snapshot and queues later output; `stale` fell too far behind and gets a fresh
 * snapshot as soon as it has parsed what it was sent.
 */
export class Viewer {
  state: 'hidden' | 'joining' | 'live' | 'stale' = 'hidden';
  /** Out of credit until the low-water mark is reached. */
  blocked = false;
  pendingBytes = 0;
  /** Time of the last acknowledgement, or of the join. */
  lastHeard = Date.now();
  /** Distinguishes the parts of the awaited snapshot from those of an earlier one. */
  joins = 0;
  #pending: Item[] = [];
  #outstanding = 0;
  #high = 0;
  #low = 0;

  readonly #send: SendFrame;
  constructor(send: SendFrame) {
    this.#send = send;
  }

  get showing(): boolean {
    return this.state === 'live' || this.state === 'joining';
  }

  /** False for a credit of 0: the viewer is hidden now. */
  setCredit(high: number, low: number): boolean {
    this.#high = Math.min(high, MAX_CREDIT);
    this.#low = Math.min(low, this.#high / 2);
    if (this.#high === 0) this.leave('hidden');
    else if (this.#outstanding < this.#high) this.#unblock();
    return this.#high > 0;
  }

  beginJoin(): number {
    this.leave('joining');
    this.joins += 1;
    return this.joins;
  }

  snapshot(part: SnapshotPart): void {
    this.#send(OP.snapshot, encodeSnapshot(part));
  }

  goLive(): void {
    this.state = 'live';
    this.#pump();
  }

  /** Drops pending output and leaves the live stream. */
  leave(state: 'hidden' | 'joining' | 'stale'): void {
    this.state = state;
    this.#pending = [];
    this.pendingBytes = 0;
    this.lastHeard = Date.now();
  }

  /** The bytes are valid only during the call. */
  output(bytes: Uint8Array): void {
    if (!this.showing) return;
    const now = this.state === 'live' && this.#pending.length === 0 ? this.#sendSome(bytes) : 0;
    if (now === bytes.length) return;
    const rest = bytes.slice(now);
    this.#pending.push({ bytes: rest });
    this.pendingBytes += rest.length;
  }

  /** Sends a frame in order with the output. */
  inOrder(op: Op, payload: Uint8Array): void {
    if (!this.showing) return;
    this.#pending.push({ op, payload });
    if (this.state === 'live') this.#pump();
  }

  /** True when a stale viewer is ready for its snapshot. */
  acknowledge(bytes: number): boolean {
    this.lastHeard = Date.now();
    this.#outstanding = Math.max(0, this.#outstanding - bytes);
    if (this.#outstanding > this.#low) return false;
    this.#unblock();
    return this.state === 'stale';
  }

  #unblock(): void {
    this.blocked = false;
    if (this.state === 'live') this.#pump();
  }

  #pump(): void {
    while (!this.blocked) {
      const item = this.#pending[0];
      if (!item) return;
      if ('op' in item) {
        this.#pending.shift();
        this.#send(item.op, item.payload);
        continue;
      }
      const sent = this.#sendSome(item.bytes);
      this.pendingBytes -= sent;
      if (sent === item.bytes.length) this.#pending.shift();
      else this.#pending[0] = { bytes: item.bytes.subarray(sent) };
    }
  }

  /** Sends as many bytes as the credit allows. */
  #sendSome(bytes: Uint8Array): number {
    if (this.blocked) return 0;
    // Credit can be reduced below what is already on its way.
    const room = Math.max(0, this.#high - this.#outstanding);
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (part.length > 0) this.#send(OP.output, part);
    this.#outstanding += part.length;
    this.blocked = this.#outstanding >= this.#high;
    return part.length;
  }
}
