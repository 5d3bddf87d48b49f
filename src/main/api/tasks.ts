import type { Progress } from '../../shared/contract/common.ts';
import { progressStream } from './progress-stream.ts';

/** Passed to a task: it must stop when the signal aborts, and reports its progress. */
interface TaskPort {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

type Event<Result> = Progress | { readonly kind: 'result'; readonly result: Result };

/**
 * The long tasks that clients of this process have started, which quitting would interrupt. An interrupted task rolls
 * back, or is resumed at the next start.
 */
export class Tasks {
  readonly #running = new Map<Promise<unknown>, string>();
  readonly #stop = new AbortController();

  /**
   * Runs work as a stream of progress whose last event is the result. It is listed under a title until it has ended.
   */
  stream<Result>(
    title: string,
    signal: AbortSignal | undefined,
    work: (port: TaskPort) => Promise<Result>,
  ): AsyncGenerator<Event<Result>> {
    const signals = [this.#stop.signal, ...(signal ? [signal] : [])];
    return progressStream((port) => this.#listed(title, work(port)), AbortSignal.any(signals));
  }

  /** Titles of running tasks, the oldest first. */
  titles(): readonly string[] {
    return [...this.#running.values()];
  }

  /** Cancels all tasks; resolves once each has ended or rolled back. */
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
