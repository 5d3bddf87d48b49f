import { AsyncLocalStorage } from 'node:async_hooks';

/** `first`: a visible view depends on it; `later`: scans of whole worktrees. */
export type Urgency = 'first' | 'later';

const store = new AsyncLocalStorage<Urgency>();

/**
 * Marks all git processes of a task as background work. Only two of them run at a time, so that agents and clicks never
 * queue behind them.
 */
export function inBackground<T>(urgency: Urgency, task: () => Promise<T>): Promise<T> {
  return store.run(urgency, task);
}

/** Null outside background work. */
export function backgroundUrgency(): Urgency | null {
  return store.getStore() ?? null;
}
