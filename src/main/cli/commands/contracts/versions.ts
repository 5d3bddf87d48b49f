import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CoreFailure } from '../../../core/failure.ts';

/** Name of a missing version, on every system. */
export const MISSING = '/dev/null';

/** The bytes of a version; null when it is missing. */
export async function readVersion(folder: string, file: string): Promise<Uint8Array | null> {
  if (file === MISSING) return null;
  try {
    return await readFile(resolve(folder, file));
  } catch (thrown) {
    throw new CoreFailure({
      code: 'contracts.notRead',
      message: `${file} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}.`,
    });
  }
}
