/**
 * Milliseconds between saves while typing: long enough to group the keys of a word, short enough that a crash loses one
 * word at most.
 */
const SAVE_AFTER_MS = 400;

export interface DraftKeeper {
  /** Saves immediately after a pause, and at most once per interval while typing; the last text is always saved. */
  write(text: string): void;
  /** Saves pending text immediately. */
  flush(): Promise<void>;
}

/** Saves a draft while it is edited, one save at a time and in order. `save` must report its own failures. */
export function keepDraft(save: (text: string) => Promise<unknown>): DraftKeeper {
  let unsaved: string | null = null;
  let savedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  function saveNow(): Promise<unknown> {
    clearTimeout(timer);
    const text = unsaved;
    unsaved = null;
    savedAt = performance.now();
    if (text !== null) last = last.then(() => save(text)).catch(() => undefined);
    return last;
  }
  return {
    write(text) {
      unsaved = text;
      clearTimeout(timer);
      if (performance.now() - savedAt > SAVE_AFTER_MS) void saveNow();
      else timer = setTimeout(saveNow, SAVE_AFTER_MS);
    },
    async flush() {
      await saveNow();
    },
  };
}
