import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** Manifests are smaller; what follows would not change what is looked for. */
const MOST_BYTES = 256 * 1024;

/** The beginning of a file of a checkout; null where there is none that can be read. Follows no link. */
export async function readHeadOf(checkout: string, path: string): Promise<string | null> {
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(join(checkout, path), flags);
    try {
      if (!(await file.stat()).isFile()) return null;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** A JSON file as a record; null where it is none. */
export async function readJsonOf(
  checkout: string,
  path: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const text = await readHeadOf(checkout, path);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
