import { LARGE_PIECE, PIECE } from '../../shared/wire/flow-control.ts';

/** Milliseconds of output joined into one frame. The first output after a quiet period is sent at once. */
const WINDOW = 8;

/**
 * Joins the small chunks of a terminal into frames, in order. Chunks are copied; the receiver owns the frames. A full
 * frame is sent at once: flushing by timer alone would cap the throughput.
 */
export class Batch {
  #room = newRoom();
  #size = 0;
  #flushed = 0;
  #timer: NodeJS.Timeout | null = null;

  readonly #flush: (bytes: Uint8Array<ArrayBuffer>) => void;
  constructor(flush: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#flush = flush;
  }

  /** At most one `PIECE` at once. */
  push(chunk: Uint8Array): void {
    if (this.#size + chunk.length > PIECE) this.drain();
    this.#room.set(chunk, this.#size);
    this.#size += chunk.length;
    const wait = this.#flushed + WINDOW - performance.now();
    if (this.#size >= PIECE || wait <= 0) this.drain();
    else this.#timer ??= setTimeout(() => this.drain(), wait);
  }

  drain(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushed = performance.now();
    if (this.#size === 0) return;
    const bytes = this.#take();
    this.#size = 0;
    this.#flush(bytes);
  }

  #take(): Uint8Array<ArrayBuffer> {
    if (this.#size < LARGE_PIECE) return this.#room.slice(0, this.#size);
    const bytes = this.#room.subarray(0, this.#size);
    this.#room = newRoom();
    return bytes;
  }
}

/**
 * A buffer of its own, so that it can be transferred to another thread; not zeroed. Not a Buffer, whose slices share
 * memory.
 */
function newRoom(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(PIECE).buffer);
}
