import { AsyncLocalStorage } from 'node:async_hooks';

const store = new AsyncLocalStorage<true>();

/**
 * Marks everything that a task does with git as work nobody waits for: such processes run two at a time, so that an
 * agent's own git and a person's click never queue behind the app's curiosity.
 */
export function inBackground<T>(task: () => Promise<T>): Promise<T> {
  return store.run(true, task);
}

export function isBackground(): boolean {
  return store.getStore() === true;
}
