import { AsyncLocalStorage } from 'node:async_hooks';

/** `first`: a view that somebody looks at rests on it; `later`: it is looked through whole worktrees. */
export type Urgency = 'first' | 'later';

const store = new AsyncLocalStorage<Urgency>();

/**
 * Marks everything that a task does with git as work nobody waits for: such processes run two at a time, so that an
 * agent's own git and a person's click never queue behind the app's curiosity.
 */
export function inBackground<T>(urgency: Urgency, task: () => Promise<T>): Promise<T> {
  return store.run(urgency, task);
}

/** Null outside of background work. */
export function backgroundUrgency(): Urgency | null {
  return store.getStore() ?? null;
}
