import { type FSWatcher, watchFile as pollFile, unwatchFile, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Milliseconds between looks where the file system tells nothing (network folders, a folder made later). */
const POLL = 1000;
/** Writers replace files in several steps; milliseconds of quiet before the listener runs. */
const QUIET = 40;

/** Calls back after a file was written, replaced, made or removed. Returns the way to stop. */
export function watchFile(path: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  let watcher: FSWatcher | undefined;
  try {
    // The folder, not the file: an atomic write replaces the file that a watcher would hold on to.
    watcher = watch(dirname(path), { persistent: false }, soon);
    // The folder was removed: polling goes on.
    watcher.on('error', () => watcher?.close());
  } catch {
    // No such folder yet, or no watches left: polling alone.
  }
  pollFile(path, { interval: POLL, persistent: false }, soon);
  return () => {
    clearTimeout(timer);
    watcher?.close();
    unwatchFile(path, soon);
  };
}
