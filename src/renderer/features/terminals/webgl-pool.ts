import type { Clock } from './paced-output.ts';

/** Contexts that the page holds: browsers take the oldest away beyond sixteen, and other pages have theirs. */
const CONTEXTS = 8;
/** Milliseconds until a context that was lost is asked for again, doubled with each further loss. */
const RETRY = 1000;
const RETRY_MOST = 60_000;

/** Something that can be drawn with a context, and without. */
export interface Drawn {
  /** Draws with a context until released; null where none is to be had. `lost` is called when it is taken away. */
  draw(lost: () => void): (() => void) | null;
}

/** Shares the few WebGL contexts of a page among what can be seen, first come, first served. */
export class WebglPool {
  readonly #waiting = new Set<Drawn>();
  readonly #held = new Map<Drawn, () => void>();
  /** Those that lost theirs: how often, and the way to cancel the next attempt. */
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

  /** Releases its context, which goes to whoever waits longest. */
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

  /** A GPU process that died takes a moment to come back; one that keeps dying is not asked without end. */
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
