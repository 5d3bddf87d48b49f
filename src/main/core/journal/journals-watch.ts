import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { journalPath } from './journal.ts';

/** Calls back whenever the journal of any run may have changed. Resolves to the way to stop. */
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
    // A folder that cannot be watched leaves the look at the start.
    return () => {};
  }
}
