import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pixels up to which the drawing with fewer parts is used. */
export const SMALL_UP_TO = 32;

/** One hash over the drawings in a folder: `drawn-from.txt` says with which the icons were made. */
export function sourcesHash(folder) {
  const hash = createHash('sha256');
  for (const name of ['tributary.svg', 'tributary-small.svg'])
    hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
