import type { JournalEntry, JournalEvent } from './journal-entry.ts';

/** The facts of one feature's run. */
export interface Journal {
  readonly feature: string;
  /** Written and flushed to disk before it resolves. Throws `journal.unreadable` and writes nothing. */
  append(event: JournalEvent): Promise<void>;
  /** All entries in order; empty when there is none. Throws `journal.unreadable`. */
  read(): Promise<readonly JournalEntry[]>;
  /** Called after each change, by whomever. Returns the way to stop it. */
  watch(listener: () => void): () => void;
}

export function openJournal(_commonDir: string, _feature: string): Journal {
  throw new Error('openJournal is being written');
}
