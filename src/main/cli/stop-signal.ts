const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which a signal is one and the same: Ctrl-C comes from the terminal and again from npm. */
const SAME_SIGNAL = 2_000;

/** The wish to end, kept while there is something to put away first. */
export interface StopSignal {
  /** Resolves at the first INT, TERM or HUP. */
  readonly stopped: Promise<void>;
  asked(): boolean;
  /** Signals end this process again as they always do. */
  release(): void;
}

/** Takes INT, TERM and HUP: the first is a wish, its echo is nothing, and a later one ends this process at once. */
export function stopSignal(): StopSignal {
  let first: number | null = null;
  let resolve = () => {};
  const stopped = new Promise<void>((done) => {
    resolve = done;
  });
  const take = () => {
    first ??= performance.now();
    resolve();
    if (performance.now() - first > SAME_SIGNAL) process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, take);
  return {
    stopped,
    asked: () => first !== null,
    release() {
      for (const signal of SIGNALS) process.off(signal, take);
    },
  };
}
