/** Milliseconds that an error must be visible to count as read. */
const READ_MS = 8000;

type Id = string | number;

/**
 * Tracks since when errors are visible, so that read ones can be dismissed when the person works on with the pointer.
 */
export class ReadErrors {
  #since: ReadonlyMap<Id, number> = new Map();

  /** Call with the ids of all visible errors; `now` in milliseconds of any clock. */
  shown(ids: readonly Id[], now: number): void {
    this.#since = new Map(ids.map((id) => [id, this.#since.get(id) ?? now]));
  }

  /** The ids of errors that have been visible long enough. */
  read(now: number): readonly Id[] {
    return [...this.#since].filter(([, since]) => now - since >= READ_MS).map(([id]) => id);
  }
}
