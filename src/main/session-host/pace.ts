/** Bytes per millisecond that all hidden sessions may print together, and the burst they may print at once. */
const RATE = 4 * 1024;
const BURST = 512 * 1024;
/** The same while a person types: the echo must not wait. Builds and agents print less than this. */
const RATE_TYPING = 512;
const BURST_TYPING = 16 * 1024;
/** Milliseconds after a key press during which another one is expected. */
const TYPING = 400;

/**
 * Limits how fast the output of hidden sessions is read: otherwise programs that print endlessly would starve the
 * visible ones. Nothing is dropped; the programs block.
 */
export class Pace {
  #owed = 0;
  #at: number;
  #typedAt = Number.NEGATIVE_INFINITY;

  readonly #now: () => number;
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /** Call when a key was pressed in any session. */
  typed(): void {
    // Debt from the faster rate is not paid off at the slower one: that would block everything for a second.
    if (!this.#typing()) this.#owed = Math.min(this.#owed, BURST_TYPING);
    this.#typedAt = this.#now();
  }

  /** Milliseconds until more may be read after these bytes. */
  take(bytes: number): number {
    const now = this.#now();
    const [rate, burst] = this.#typing() ? [RATE_TYPING, BURST_TYPING] : [RATE, BURST];
    this.#owed = Math.max(0, this.#owed - (now - this.#at) * rate) + bytes;
    this.#at = now;
    return Math.max(0, (this.#owed - burst) / rate);
  }

  #typing(): boolean {
    return this.#now() - this.#typedAt < TYPING;
  }
}
