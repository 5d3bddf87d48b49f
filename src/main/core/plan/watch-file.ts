import { type FSWatcher, watchFile as pollFile, unwatchFile, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Milliseconds between polls where the file system sends no events (network folders, folders created later). */
const POLL = 1000;
/** Milliseconds of quiet before the callback: writers replace files in several steps. */
const QUIET = 40;

/** Calls back after a file was written, replaced, created or deleted. Returns the function that stops it. */
export function watchFile(path: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  let watcher: FSWatcher | undefined;
  try {
    // Watch the folder: an atomic write would replace the watched file.
    watcher = watch(dirname(path), { persistent: false }, soon);
    // The folder was removed: polling continues.
    watcher.on('error', () => watcher?.close());
  } catch {
    // Missing folder or no watches left: polling only.
  }
  pollFile(path, { interval: POLL, persistent: false }, soon);
  return () => {
    clearTimeout(timer);
    watcher?.close();
    unwatchFile(path, soon);
  };
}
