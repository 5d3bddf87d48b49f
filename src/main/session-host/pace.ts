/** Bytes a millisecond that all sessions nobody sees may print together, and what they may print at once. */
const RATE = 4 * 1024;
const BURST = 512 * 1024;

/**
 * How fast output that nobody sees is read: without a limit, programs that print without end would take the processor
 * from those that people look at. Nothing is dropped, the programs wait.
 */
export class Pace {
  private owed = 0;
  private at = performance.now();

  /** Milliseconds until more may be read, after these bytes. */
  take(bytes: number): number {
    const now = performance.now();
    this.owed = Math.max(0, this.owed - (now - this.at) * RATE) + bytes;
    this.at = now;
    return Math.max(0, (this.owed - BURST) / RATE);
  }
}
