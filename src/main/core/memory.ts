import { LRUCache } from 'lru-cache';

/** A kind of cached answer. The least recently used one is evicted first. */
export interface Kind<V extends object | string | boolean> {
  /** Most answers kept. */
  readonly most: number;
  /** Milliseconds after which an answer expires; without it answers never expire. */
  readonly ms?: number;
  /** Only for the type checker: the type of the answers. */
  readonly answers?: V;
}

/**
 * A cache of answers whose inputs never change, or whose keys change with them. Owned by a repository and discarded
 * with it.
 */
export class Memory {
  readonly #kinds = new Map<object, unknown>();

  /** The cache of a kind, identified by the object itself. */
  of<V extends object | string | boolean>(kind: Kind<V>): LRUCache<string, V> {
    const known = this.#kinds.get(kind);
    // The only place that stores caches, each under the kind that determines its type.
    if (known) return known as LRUCache<string, V>;
    const { most, ms } = kind;
    const made = new LRUCache<string, V>({ max: most, ...(ms ? { ttl: ms } : {}) });
    this.#kinds.set(kind, made);
    return made;
  }

  /** The cached answer for a key, or a new one, which is removed again when it fails. */
  once<V>(kind: Kind<Promise<V>>, key: string, make: () => Promise<V>): Promise<V> {
    const answers = this.of(kind);
    const known = answers.get(key);
    if (known) return known;
    const made = make();
    answers.set(key, made);
    made.catch(() => {
      if (answers.peek(key) === made) answers.delete(key);
    });
    return made;
  }
}
