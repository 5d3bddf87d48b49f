import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A size that was measured is good for this long. */
const FRESH_MS = 60_000;

const measured = new Map<string, { readonly bytes: number; readonly at: number }>();

/**
 * Bytes of all files below a folder, symbolic links counted as themselves and never followed. Null when it could not
 * be told before `deadline` (milliseconds since the epoch); a size of the last minute is told at once.
 */
export async function folderBytes(folder: string, deadline: number): Promise<number | null> {
  const known = measured.get(folder);
  if (known && Date.now() - known.at < FRESH_MS) return known.bytes;
  let total = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Date.now() > deadline) return known?.bytes ?? null;
    const parent = next;
    const items = await readdir(parent, { withFileTypes: true }).catch(() => []);
    const sizes = await Promise.all(
      items.map(async (item) => {
        const path = join(parent, item.name);
        if (item.isDirectory()) pending.push(path);
        return (await lstat(path).catch(() => null))?.size ?? 0;
      }),
    );
    total += sizes.reduce((sum, size) => sum + size, 0);
  }
  measured.set(folder, { bytes: total, at: Date.now() });
  return total;
}
