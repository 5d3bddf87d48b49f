/** Milliseconds of output that become one frame. The first output after quiet does not wait at all. */
const WINDOW = 8;
/** A frame is sent at this size without waiting: a timer alone would cap the throughput. */
const FULL = 64 * 1024;

/** Joins the small chunks of a terminal into frames, in order. */
export class Batch {
  private chunks: Uint8Array[] = [];
  private size = 0;
  private flushed = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly flush: (bytes: Uint8Array<ArrayBuffer>) => void) {}

  push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const wait = this.flushed + WINDOW - performance.now();
    if (this.size >= FULL || wait <= 0) this.drain();
    else this.timer ??= setTimeout(() => this.drain(), wait);
  }

  drain(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.flushed = performance.now();
    if (this.size === 0) return;
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.chunks = [];
    this.size = 0;
    this.flush(bytes);
  }
}
