const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds within which two signals count as one: Ctrl-C arrives from the terminal and again from npm. */
const SAME_SIGNAL = 2_000;

/** A request to stop, held while cleanup runs. */
export interface StopSignal {
  /** Resolves at the first INT, TERM or HUP. */
  readonly stopped: Promise<void>;
  asked(): boolean;
}

/**
 * Handles INT, TERM and HUP for the rest of this process: the first requests a stop, its echo is ignored, and a later
 * one ends the process at once unless the caller overrides that.
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
