import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kind, Memory } from '../memory.ts';

/** A size that was measured, or a measuring that was broken off, is good for this long. */
const FRESH_MS = 60_000;

interface Walk {
  bytes: number;
  /** Folders that are still to be looked at; none: it is done. */
  readonly pending: string[];
  /** Milliseconds since the epoch, of its last step. */
  at: number;
}

const WALKS: Kind<Walk> = { most: 1_000 };

/**
 * Bytes of all files below a folder, symbolic links counted as themselves and never followed. Null when it could not
 * be told before `deadline` (milliseconds since the epoch): the next call goes on from there. A size of the last minute
 * is told at once.
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
