import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { journalPath } from './journal.ts';

/** Calls back whenever the journal of any run may have changed. Resolves to the function that stops it. */
export async function journalsChanged(
  repo: Pick<Repository, 'commonDir'>,
  changed: () => void,
): Promise<() => void> {
  const folder = dirname(journalPath(repo.commonDir, 'any'));
  try {
    await mkdir(folder, { recursive: true });
    const watcher = watch(folder, changed);
    watcher.on('error', () => watcher.close());
    watcher.unref();
    return () => watcher.close();
  } catch {
    // The folder cannot be watched: only its state at the start is used.
    return () => {};
  }
}
