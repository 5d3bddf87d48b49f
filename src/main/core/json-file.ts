import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type * as z from 'zod';
import { log } from './log.ts';

/** The pending write of each file, which readers await. */
const writes = new Map<string, Promise<void>>();

/** Resolves once all writes so far are on disk. */
export async function writesDone(): Promise<void> {
  await Promise.all(writes.values());
}

/** A small JSON file of local state, read and written as a whole, atomically. */
export class JsonFile<Value> {
  readonly #path: string;
  readonly #schema: z.ZodType<Value>;
  readonly #empty: Value;

  constructor(path: string, kind: { readonly schema: z.ZodType<Value>; readonly empty: Value }) {
    this.#path = path;
    this.#schema = kind.schema;
    this.#empty = kind.empty;
  }

  /** Returns the empty value when the file is missing or damaged, because its content is not worth a failure. */
  async read(): Promise<Value> {
    await writes.get(this.#path);
    try {
      return this.#schema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      return this.#empty;
    }
  }

  /** When the disk is not writable, the value is lost, but the caller's work continues. */
  write(value: Value): Promise<void> {
    const before = writes.get(this.#path) ?? Promise.resolve();
    const written = before.then(() => this.#write(value));
    writes.set(this.#path, written);
    return written;
  }

  async #write(value: Value): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    } catch (thrown) {
      log.error(`${this.#path} could not be written`, thrown);
    }
  }
}
