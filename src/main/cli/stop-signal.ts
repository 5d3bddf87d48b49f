const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which a signal is one and the same: Ctrl-C comes from the terminal and again from npm. */
const SAME_SIGNAL = 2_000;

/** The wish to end, kept while there is something to put away first. */
export interface StopSignal {
  /** Resolves at the first INT, TERM or HUP. */
  readonly stopped: Promise<void>;
  asked(): boolean;
}

/**
 * Takes INT, TERM and HUP for the rest of this process: the first is a wish, its echo is nothing, and a later one is
 * impatience, which ends it at once unless the caller does something better.
 */
export function stopSignal(onImpatience: () => void = () => process.exit(1)): StopSignal {
  let first: number | null = null;
  let resolve = () => {};
  const stopped = new Promise<void>((done) => {
    resolve = done;
  });
  const take = () => {
    first ??= performance.now();
    resolve();
    if (performance.now() - first > SAME_SIGNAL) onImpatience();
  };
  for (const signal of SIGNALS) process.on(signal, take);
  return { stopped, asked: () => first !== null };
}
