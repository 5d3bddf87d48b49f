/** Milliseconds in which an error can be read. */
const READ_MS = 8000;

type Id = string | number;

/** When errors came on the screen; one that could be read gives way to whoever goes on working with the pointer. */
export class ReadErrors {
  #since: ReadonlyMap<Id, number> = new Map();

  /** Called with all that are shown, in milliseconds of any clock. */
  shown(ids: readonly Id[], now: number): void {
    this.#since = new Map(ids.map((id) => [id, this.#since.get(id) ?? now]));
  }

  /** Those that have been there long enough. */
  read(now: number): readonly Id[] {
    return [...this.#since].filter(([, since]) => now - since >= READ_MS).map(([id]) => id);
  }
}
