import { copyFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDirOf } from './worktree-entries.ts';

/**
 * Copies the index of a worktree, which knows the files that are unchanged and spares reading them all; false where
 * there is none. The copy is as old as the original: git looks into a file that was written in the second in which the
 * index was, and a younger copy would let one of the same size pass as unchanged.
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
