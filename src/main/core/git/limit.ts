/** Runs at most `limit` tasks at a time. Others wait in order, after those marked `first`. */
export class Limit {
  readonly #first: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  async run<T>(task: () => Promise<T>, first = false): Promise<T> {
    const queue = first ? this.#first : this.#waiting;
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#first.shift() ?? this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
