import { readFile, stat } from 'node:fs/promises';

/** Largest plan file, in bytes; a plan of a thousand agents has a fifth of it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Keeps a byte order mark, so that it is written back. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a plan file. Throws an `Error` with the reason, or a file-system error. */
export async function readPlanText(path: string): Promise<string> {
  const info = await stat(path);
  // Reading a pipe would block, and a device may have no end.
  if (!info.isFile()) throw new Error('it is not a regular file');
  if (info.size > MOST_BYTES) {
    throw new Error(`it has ${info.size} bytes, a plan at most ${MOST_BYTES}`);
  }
  const bytes = await readFile(path);
  try {
    return UTF_8.decode(bytes);
  } catch {
    // Decoding it anyway would change its bytes when it is written back.
    throw new Error('it is not UTF-8 text');
  }
}
