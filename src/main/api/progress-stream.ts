import type { Progress } from '../../shared/contract/common.ts';

type Event<Result> = Progress | { readonly kind: 'result'; readonly result: Result };

/** Most characters of log text buffered while the consumer is slow. */
const LOG_LIMIT = 64 * 1024;

/**
 * Turns work that reports through a callback into a stream whose last event is the result. Leaving the stream early
 * aborts the work and waits for its cleanup. Buffered log output beyond a limit loses its beginning; the work is never
 * blocked.
 */
export async function* progressStream<Result>(
  work: (port: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress) => void;
  }) => Promise<Result>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event<Result>> {
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const waiting: Progress[] = [];
  let wake = () => {};
  let settled = false;
  const done = work({
    signal: stop.signal,
    onProgress(progress) {
      push(waiting, progress);
      wake();
    },
  }).finally(() => {
    settled = true;
    wake();
  });
  // Awaited below; until then a rejection must not count as unhandled.
  done.catch(() => undefined);
  try {
    while (!settled || waiting.length > 0) {
      const next = waiting.shift();
      if (next) {
        yield next;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (settled) resolve();
      });
    }
    yield { kind: 'result', result: await done };
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort(new DOMException('Nobody waits for it any more.', 'AbortError'));
    // Wait for the work to roll back or land before the stream ends.
    await done.catch(() => undefined);
  }
}

function push(waiting: Progress[], progress: Progress): void {
  const last = waiting.at(-1);
  if (progress.kind === 'log' && last?.kind === 'log' && last.source === progress.source) {
    const text = (last.text + progress.text).slice(-LOG_LIMIT);
    waiting[waiting.length - 1] = { ...last, text };
    return;
  }
  waiting.push(progress);
}
