import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type StatusFile, statusFile } from './events.ts';

/** Milliseconds by which clocks and file times may differ. */
const LEEWAY = 5000;

/**
 * Reads `<config>/sessions/<pid>.json`, which the CLI writes. Null while it is missing, unchanged since the last read,
 * half written, of an unknown shape, or left by an earlier process with the same pid. Synchronous: see
 * `descriptors.ts`.
 */
export function watchStatusFile(
  configDir: string,
  { pid, since }: { readonly pid: number; readonly since: number },
): () => StatusFile | null {
  const path = join(configDir, 'sessions', `${pid}.json`);
  let seen = 0;
  return () => {
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined || changed === seen) return null;
    try {
      const parsed = statusFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (!parsed.success) return null;
      if ((parsed.data.startedAt ?? since) < since - LEEWAY) return null;
      seen = changed;
      return parsed.data;
    } catch {
      // Half written: the next read gets it.
      return null;
    }
  };
}
