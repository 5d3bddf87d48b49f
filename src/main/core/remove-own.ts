import { lstat, rm } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';

/**
 * Removes something the app created inside one of its folders: a draft, a copy, a profile. Refuses paths outside that
 * folder and follows no symbolic links. Does nothing when it does not exist.
 */
export async function removeOwn(own: string, path: string): Promise<void> {
  const inside = relative(resolve(own), resolve(path));
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw new Error(`${path} does not lie in ${own}, so it stays`);
  }
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink()) throw new Error(`${path} is a link, so it stays`);
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}
