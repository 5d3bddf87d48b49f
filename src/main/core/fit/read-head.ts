import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** Most bytes read: manifests are smaller, and what follows would not matter. */
const MOST_BYTES = 256 * 1024;

/** The beginning of a file in a checkout; null when it is missing or unreadable. Does not follow symbolic links. */
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

/** A JSON file as an object; null when it is not one. */
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
