import { LRUCache } from 'lru-cache';

/** What is kept of one kind of answer: the least recently asked one goes first. */
export interface Kind<V extends object | string | boolean> {
  /** Answers kept. */
  readonly most: number;
  /** Milliseconds after which an answer is asked for again; never without it. */
  readonly ms?: number;
  /** Only a type: what the answers are. */
  readonly answers?: V;
}

/**
 * Answers that are worth keeping because what they were made of never changes, or says when it does. Owned by the
 * repository they are about, so that they go with it.
 */
export class Memory {
  readonly #kinds = new Map<object, unknown>();

  /** The answers of a kind, which is one by its identity. */
  of<V extends object | string | boolean>(kind: Kind<V>): LRUCache<string, V> {
    const known = this.#kinds.get(kind);
    // Only this line puts something in, under the kind that says what it is.
    if (known) return known as LRUCache<string, V>;
    const { most, ms } = kind;
    const made = new LRUCache<string, V>({ max: most, ...(ms ? { ttl: ms } : {}) });
    this.#kinds.set(kind, made);
    return made;
  }

  /** The answer under a key: the one that is kept, or a new one, which is dropped again when it fails. */
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
