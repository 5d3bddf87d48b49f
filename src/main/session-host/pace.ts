import { UNSEEN_PACE } from '../../shared/wire/flow-control.ts';

/** Milliseconds after a key in which the next one is expected. */
const TYPING = 400;

/**
 * How fast output that nobody sees is read: without a limit, programs that print without end would take the processor
 * from those that people look at. Nothing is dropped, the programs wait.
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

  /** A key was pressed in some session. */
  typed(): void {
    // What was owed before is not paid off at the slower rate: that would hold everything for a second.
    if (!this.#typing()) this.#owed = Math.min(this.#owed, UNSEEN_PACE.typing.burst);
    this.#typedAt = this.#now();
  }

  /** Milliseconds until more may be read, after these bytes. */
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
