import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type * as z from 'zod';
import { holding } from './file-lock.ts';
import { log } from './log.ts';

/** Milliseconds to wait for another process that updates the same file. */
const WAIT_MS = 5_000;

interface Found<Value> {
  readonly value: Value;
  readonly state: 'read' | 'missing' | 'damaged' | { readonly unread: unknown };
}

/** The pending work on each file, in order; readers await it. */
const pending = new Map<string, Promise<unknown>>();

/** Resolves once all writes so far are on disk. */
export async function writesDone(): Promise<void> {
  await Promise.all(pending.values());
}

/**
 * A small JSON file of local state, read and written as a whole, atomically. The previous version stays beside it as
 * `.bak`; a damaged file is moved aside (`.damaged-<time>`) before it is overwritten.
 */
export class JsonFile<Value> {
  readonly #path: string;
  readonly #schema: z.ZodType<Value>;
  readonly #empty: Value;

  constructor(path: string, kind: { readonly schema: z.ZodType<Value>; readonly empty: Value }) {
    this.#path = path;
    this.#schema = kind.schema;
    this.#empty = kind.empty;
  }

  /** Returns the empty value when the file is missing or damaged. */
  async read(): Promise<Value> {
    await pending.get(this.#path);
    return (await this.#now()).value;
  }

  /** When the disk is not writable, the value is lost, but the caller's work continues. */
  write(value: Value): Promise<void> {
    return this.#inTurn(() => this.#write(value));
  }

  /**
   * Changes the current value, and resolves to the new one. No other update comes in between, not even of another
   * process. When the file cannot be read or the disk is not writable, the
   * change is lost, but the caller's work continues.
   */
  update(change: (value: Value) => Value): Promise<Value> {
    return this.#inTurn(async () => {
      let started = false;
      const apply = async () => {
        started = true;
        const value = change((await this.#now()).value);
        await this.#write(value);
        return value;
      };
      try {
        return await holding(`${this.#path}.lock`, apply, { waitMs: WAIT_MS });
      } catch (thrown) {
        // Never apply a change twice: a prompt would be queued twice.
        if (started) throw thrown;
        log.error(`${this.#path} could not be locked`, thrown);
        return apply();
      }
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = pending.get(this.#path) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.catch(() => undefined);
    pending.set(this.#path, settled);
    void settled.then(() => {
      if (pending.get(this.#path) === settled) pending.delete(this.#path);
    });
    return turn;
  }

  async #now(): Promise<Found<Value>> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (thrown) {
      const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
      return { value: this.#empty, state: isMissing ? 'missing' : { unread: thrown } };
    }
    try {
      return { value: this.#schema.parse(JSON.parse(text)), state: 'read' };
    } catch {
      return { value: this.#empty, state: 'damaged' };
    }
  }

  async #write(value: Value): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      await this.#keepBefore();
      await writeFileAtomic(this.#path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    } catch (thrown) {
      log.error(`${this.#path} could not be written`, thrown);
    }
  }

  async #keepBefore(): Promise<void> {
    const { state } = await this.#now();
    // Its content may be intact, e.g. when too many files are open, so nothing replaces it.
    if (typeof state === 'object') throw state.unread;
    if (state === 'read') await copyFile(this.#path, `${this.#path}.bak`);
    if (state !== 'damaged') return;
    const aside = `${this.#path}.damaged-${Date.now()}`;
    await rename(this.#path, aside);
    log.error(`${this.#path} could not be read; it is kept as ${aside}`, new Error('damaged'));
  }
}
