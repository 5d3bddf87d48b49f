import type { Progress } from '../../shared/contract/common.ts';
import { progressStream } from './progress-stream.ts';

/** What work is given: it stops when the signal aborts, and reports what it does. */
interface TaskPort {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

type Event<Result> = Progress | { readonly kind: 'result'; readonly result: Result };

/**
 * The long work that clients of this process have started: what quitting would interrupt. Interrupted work rolls back,
 * or is resumed by the next start.
 */
export class Tasks {
  readonly #running = new Map<Promise<unknown>, string>();
  readonly #stop = new AbortController();

  /** Work as a stream of its progress whose last event is its result; listed under a title until it has ended. */
  stream<Result>(
    title: string,
    signal: AbortSignal | undefined,
    work: (port: TaskPort) => Promise<Result>,
  ): AsyncGenerator<Event<Result>> {
    const signals = [this.#stop.signal, ...(signal ? [signal] : [])];
    return progressStream((port) => this.#listed(title, work(port)), AbortSignal.any(signals));
  }

  /** Titles of what runs now, the oldest first. */
  titles(): readonly string[] {
    return [...this.#running.values()];
  }

  /** Stops everything for good; resolves once all of it has ended or rolled back. */
  async stop(): Promise<void> {
    this.#stop.abort(new DOMException('Tributary is closing.', 'AbortError'));
    await Promise.allSettled(this.#running.keys());
  }

  #listed<Result>(title: string, running: Promise<Result>): Promise<Result> {
    this.#running.set(running, title);
    const ended = () => this.#running.delete(running);
    running.then(ended, ended);
    return running;
  }
}
