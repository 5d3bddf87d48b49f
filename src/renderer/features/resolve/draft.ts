/** Long enough to gather the keys of a word, short enough that a crash costs a word. */
const SAVE_AFTER_MS = 400;

export interface DraftKeeper {
  /** Saves at once after a rest, as a choice is made, and soon while somebody types; the last text wins. */
  write(text: string): void;
  /** Saves now what was not saved yet. */
  flush(): Promise<void>;
}

/** Saves what is being written, one save at a time and in order. `save` says for itself when it fails. */
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
