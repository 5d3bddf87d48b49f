import { readFile, stat } from 'node:fs/promises';

/** Bytes of a plan file; a plan of a thousand agents has a fifth of it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The text of a plan file. Throws an `Error` whose message says why it cannot be one, or what the file system says. */
export async function readPlanText(path: string): Promise<string> {
  const info = await stat(path);
  // A pipe would never end, a device might have no end.
  if (!info.isFile()) throw new Error('it is not a regular file');
  if (info.size > MOST_BYTES) {
    throw new Error(`it has ${info.size} bytes, a plan at most ${MOST_BYTES}`);
  }
  return readFile(path, 'utf8');
}
