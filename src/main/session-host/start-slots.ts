/** `claude` starts per window: more at once starve each other and race for its settings file. */
const STARTS = 2;
const WINDOW = 5000;

/** Hands out start slots in order. */
export class StartSlots {
  readonly #taken: number[] = [];
  #last: Promise<void> = Promise.resolve();

  /** Resolves when a start may begin. */
  next(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const oldest = this.#taken.length < STARTS ? undefined : this.#taken.shift();
      const wait = oldest === undefined ? 0 : oldest + WINDOW - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      this.#taken.push(Date.now());
    });
    return this.#last;
  }
}
