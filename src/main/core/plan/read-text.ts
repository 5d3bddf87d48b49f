import { readFile, stat } from 'node:fs/promises';

/** Bytes of a plan file; a plan of a thousand agents has a fifth of it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Keeps a byte order mark, which is written back. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a plan file. Throws an `Error` whose message says why it cannot be one, or what the file system says. */
export async function readPlanText(path: string): Promise<string> {
  const info = await stat(path);
  // A pipe would never end, a device might have no end.
  if (!info.isFile()) throw new Error('it is not a regular file');
  if (info.size > MOST_BYTES) {
    throw new Error(`it has ${info.size} bytes, a plan at most ${MOST_BYTES}`);
  }
  const bytes = await readFile(path);
  try {
    return UTF_8.decode(bytes);
  } catch {
    // Read all the same, it would be written back with other bytes.
    throw new Error('it is not UTF-8 text');
  }
}
