import { UNSEEN_PACE } from '../../shared/wire/flow-control.ts';

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
    if (!this.#typing()) this.#owed = Math.min(this.#owed, UNSEEN_PACE.typing.burst);
    this.#typedAt = this.#now();
  }

  /** Milliseconds until more may be read after these bytes. */
  take(bytes: number): number {
    const now = this.#now();
    const { rate, burst } = this.#typing() ? UNSEEN_PACE.typing : UNSEEN_PACE.usual;
    this.#owed = Math.max(0, this.#owed - (now - this.#at) * rate) + bytes;
    this.#at = now;
    return Math.max(0, (this.#owed - burst) / rate);
  }

  #typing(): boolean {
    return this.#now() - this.#typedAt < TYPING;
  }
}
