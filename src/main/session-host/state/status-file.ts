import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type StatusFile, statusFile } from './events.ts';

/**
 * Reads `<config>/sessions/<pid>.json`, which the CLI writes for itself. Null while it is missing, unchanged since the
 * last look, half written or of an unknown shape. Synchronous: see `descriptors.ts`.
 */
export function watchStatusFile(configDir: string, pid: number): () => StatusFile | null {
  const path = join(configDir, 'sessions', `${pid}.json`);
  let seen = 0;
  return () => {
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined || changed === seen) return null;
    try {
      const parsed = statusFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (!parsed.success) return null;
      seen = changed;
      return parsed.data;
    } catch {
      // Half written: the next look reads it again.
      return null;
    }
  };
}
