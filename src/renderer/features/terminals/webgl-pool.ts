import type { Clock } from './paced-output.ts';

/** Number of contexts that the page uses: browsers drop the oldest beyond sixteen, and other pages need some. */
const CONTEXTS = 8;
/** Milliseconds until a lost context is requested again; doubled with every further loss. */
const RETRY = 1000;
const RETRY_MOST = 60_000;

/** Something that can be drawn with or without a WebGL context. */
export interface Drawn {
  /**
   * Draws with a context until released; null if no context is available. `lost` is called when the context is lost.
   */
  draw(lost: () => void): (() => void) | null;
}

/** Shares the few WebGL contexts of a page among visible terminals, first come, first served. */
export class WebglPool {
  readonly #waiting = new Set<Drawn>();
  readonly #held = new Map<Drawn, () => void>();
  /** Per terminal that lost its context: the number of losses, and a function that cancels the next attempt. */
  readonly #losses = new Map<Drawn, { readonly times: number; cancel(): void }>();

  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get contexts(): number {
    return this.#held.size;
  }

  /** Draws with a context now, or as soon as one is free. */
  want(drawn: Drawn): void {
    if (this.#held.has(drawn) || this.#losses.has(drawn)) return;
    this.#waiting.add(drawn);
    this.#fill();
  }

  /** Releases the context, which goes to the terminal that has waited longest. */
  unwant(drawn: Drawn): void {
    this.#waiting.delete(drawn);
    this.#losses.get(drawn)?.cancel();
    this.#losses.delete(drawn);
    this.#held.get(drawn)?.();
    this.#held.delete(drawn);
    this.#fill();
  }

  #fill(): void {
    for (const drawn of this.#waiting) {
      if (this.#held.size >= CONTEXTS) return;
      this.#waiting.delete(drawn);
      const release = drawn.draw(() => this.#lost(drawn));
      if (release) this.#held.set(drawn, release);
      else this.#later(drawn);
    }
  }

  #lost(drawn: Drawn): void {
    this.#held.get(drawn)?.();
    this.#held.delete(drawn);
    this.#later(drawn);
    this.#fill();
  }

  /**
   * Retries with backoff: a GPU process that died needs time to restart, and one that keeps dying must not be asked in
   * a loop.
   */
  #later(drawn: Drawn): void {
    const times = (this.#losses.get(drawn)?.times ?? 0) + 1;
    const pause = Math.min(RETRY * 2 ** (times - 1), RETRY_MOST);
    const cancel = this.#clock.after(pause, () => {
      this.#waiting.add(drawn);
      this.#fill();
    });
    this.#losses.set(drawn, { times, cancel });
  }
}
