/**
 * A stream of the latest state: first a snapshot, then a new one after changes. A slow consumer gets only the newest
 * state; nothing queues. Ends when the signal aborts. `read` may be asynchronous; consecutive equal states are sent
 * once.
 */
export async function* latest<State>(
  source: {
    readonly subscribe: (changed: () => void) => () => void;
    readonly read: () => State | Promise<State>;
  },
  signal: AbortSignal | undefined,
): AsyncGenerator<State> {
  let dirty = true;
  let wake = () => {};
  const changed = () => {
    dirty = true;
    wake();
  };
  const unsubscribe = source.subscribe(changed);
  signal?.addEventListener('abort', changed, { once: true });
  let sent: string | null = null;
  try {
    while (!signal?.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      dirty = false;
      const state = await source.read();
      const text = JSON.stringify(state);
      if (text === sent) continue;
      sent = text;
      yield state;
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', changed);
  }
}
