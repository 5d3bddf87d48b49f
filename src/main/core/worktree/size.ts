import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kind, Memory } from '../memory.ts';

/** Milliseconds for which a size, or an interrupted measurement, is valid. */
const FRESH_MS = 60_000;

interface Walk {
  bytes: number;
  /** Folders still to be measured; empty when complete. */
  readonly pending: string[];
  /** When it last progressed, in milliseconds since the epoch. */
  at: number;
}

const WALKS: Kind<Walk> = { most: 1_000 };

/**
 * Total bytes of a folder; symbolic links count as themselves and are not followed. Null when not measured before
 * `deadline` (milliseconds since the epoch): the next call continues. A size of the last minute is returned at once.
 */
export async function folderBytes(
  folder: string,
  { deadline, memory }: { readonly deadline: number; readonly memory: Memory },
): Promise<number | null> {
  const walks = memory.of(WALKS);
  const known = walks.get(folder);
  const fresh = known !== undefined && Date.now() - known.at < FRESH_MS;
  const walk = fresh ? known : { bytes: 0, pending: [folder], at: Date.now() };
  walks.set(folder, walk);
  for (let next = walk.pending.pop(); next !== undefined; next = walk.pending.pop()) {
    if (Date.now() > deadline) {
      walk.pending.push(next);
      return null;
    }
    await look(walk, next);
  }
  return walk.bytes;
}

async function look(walk: Walk, parent: string): Promise<void> {
  const items = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    items.map(async (item) => {
      const path = join(parent, item.name);
      if (item.isDirectory()) walk.pending.push(path);
      return (await lstat(path).catch(() => null))?.size ?? 0;
    }),
  );
  walk.bytes += sizes.reduce((sum, size) => sum + size, 0);
  walk.at = Date.now();
}
