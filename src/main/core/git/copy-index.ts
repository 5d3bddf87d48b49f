import { copyFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDirOf } from './worktree-entries.ts';

/**
 * Copies the index of a worktree, so that unchanged files need not be read again; false when there is none. Keeps the
 * modification time: git re-reads files that were changed in the same second as the index, and with a newer copy a
 * changed file of the same size would count as unchanged.
 */
export async function copyIndex(worktree: string, to: string): Promise<boolean> {
  const own = join(await gitDirOf(worktree), 'index');
  const info = await stat(own).catch(() => null);
  if (!info) return false;
  await copyFile(own, to);
  const seconds = Math.floor(info.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
  return true;
}
