import { type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { stateFolder } from '../git/repository.ts';
import { type JournalEntry, type JournalEvent, journalEntry } from './journal-entry.ts';

/** Marks the end of a line cut off by a crash. JSON never contains the byte 0, so such a line is recognisable. */
const TORN = '\0torn';

/** The journal of one feature's run. */
export interface Journal {
  readonly feature: string;
  /** Resolves after the entry was written and flushed to disk. Throws `journal.unreadable` and writes nothing. */
  append(event: JournalEvent): Promise<void>;
  /** All entries in order; empty when there is none. Throws `journal.unreadable`. */
  read(): Promise<readonly JournalEntry[]>;
  /** Calls back after each change, including those of other processes. Returns the unsubscribe function. */
  watch(listener: () => void): () => void;
}

export function journalPath(commonDir: string, feature: string): string {
  return join(stateFolder({ commonDir }), 'runs', `${feature}.jsonl`);
}

/** Opens nothing yet: the first append creates the file. `commonDir`: the repository's shared git directory. */
export function openJournal(commonDir: string, feature: string): Journal {
  return new FileJournal(journalPath(commonDir, feature), feature);
}

class FileJournal implements Journal {
  readonly feature: string;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  #entries: JournalEntry[] = [];
  /** Number of bytes already parsed into `#entries`. */
  #parsed = 0;
  #inode = 0n;
  #last: Promise<unknown> = Promise.resolve();
  #watcher: FSWatcher | null = null;

  constructor(path: string, feature: string) {
    this.#path = path;
    this.feature = feature;
  }

  append(event: JournalEvent): Promise<void> {
    return this.#inTurn(async () => {
      // Fail before writing to a journal that this version cannot read.
      await this.#refresh();
      await this.#write(event);
      for (const listener of this.#listeners) listener();
    });
  }

  read(): Promise<readonly JournalEntry[]> {
    return this.#inTurn(async () => {
      await this.#refresh();
      return [...this.#entries];
    });
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    void this.#startWatching();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#watcher?.close();
      this.#watcher = null;
    };
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #startWatching(): Promise<void> {
    const folder = dirname(this.#path);
    try {
      await mkdir(folder, { recursive: true });
      if (this.#watcher || this.#listeners.size === 0) return;
      this.#watcher = watch(folder, (_event, name) => {
        if (name !== null && name !== basename(this.#path)) return;
        for (const listener of this.#listeners) listener();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
      this.#watcher.unref();
    } catch {
      // The folder cannot be watched: only changes of this process are reported.
    }
  }

  async #refresh(): Promise<void> {
    const info = await stat(this.#path, { bigint: true }).catch(() => null);
    if (info === null || info.ino !== this.#inode || info.size < this.#parsed) {
      this.#entries = [];
      this.#parsed = 0;
      this.#inode = info?.ino ?? 0n;
    }
    if (info === null || Number(info.size) === this.#parsed) return;
    const bytes = (await readFile(this.#path)).subarray(this.#parsed);
    // A line without an end was cut off while being written: ignore it.
    const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    const first = this.#entries.length;
    const entries = whole
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .filter((line) => !line.endsWith(TORN))
      .map((line, index) => this.#parse(line, first + index + 1));
    this.#entries.push(...entries);
    this.#parsed += whole.length;
  }

  #parse(line: string, number: number): JournalEntry {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.#unreadable(number, 'is not JSON');
    }
    const entry = journalEntry.safeParse(value);
    if (entry.success) return entry.data;
    const newer =
      typeof value === 'object' && value !== null && 'v' in value && value.v !== 1
        ? `has version ${String(value.v)}, which this version of Tributary does not know`
        : 'is not one that this version of Tributary knows';
    throw this.#unreadable(number, newer);
  }

  #unreadable(entry: number, why: string): CoreFailure {
    return new CoreFailure({
      code: 'journal.unreadable',
      message: `Entry ${entry} of the run journal of ${this.feature} ${why}.`,
      data: { path: this.#path, entry },
    });
  }

  async #write(event: JournalEvent): Promise<void> {
    const folder = dirname(this.#path);
    await mkdir(folder, { recursive: true });
    const file = await open(this.#path, 'a+');
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1, '\n');
      if (size > 0) await file.read(last, 0, 1, size - 1);
      const torn = last[0] === 0x0a ? '' : `${TORN}\n`;
      await file.write(`${torn}${JSON.stringify({ v: 1, at: Date.now(), ...event })}\n`);
      await file.sync();
      if (size === 0) await syncFolder(folder);
    } finally {
      await file.close();
    }
  }
}

/** A new file is durable only when its folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and does not need this.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
