import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Repository } from '../git/repository.ts';

/** A folder of many things is not searched beyond this many of them. */
const SEARCHED = 5_000;

/** A folder whose `.git` file says that it is a worktree of a repository. */
export interface PointingFolder {
  readonly path: string;
  /** The private git directory that it names. */
  readonly gitDir: string;
  /** Where git thinks that this worktree is; null when git does not know it. */
  readonly entry: string | null;
}

/** Where a folder's `.git` file points, absolute; null when it has none. Runs no git. */
export async function readPointer(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, '.git'), 'utf8').catch(() => '');
  const [, target] = /^gitdir: (.+?)\n?$/s.exec(text) ?? [];
  return target === undefined ? null : resolve(folder, target);
}

/** The folder as a worktree of this repository, or null when it is none. */
export async function pointingFolder(
  repo: Repository,
  path: string,
): Promise<PointingFolder | null> {
  const gitDir = await readPointer(path);
  if (gitDir === null || resolve(gitDir, '..') !== join(repo.commonDir, 'worktrees')) return null;
  const back = await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => null);
  return { path, gitDir, entry: back === null ? null : dirname(resolve(gitDir, back.trimEnd())) };
}

/** The folders right below some others that say they are worktrees of this repository. */
export async function findPointingFolders(
  repo: Repository,
  roots: readonly string[],
): Promise<PointingFolder[]> {
  const found: PointingFolder[] = [];
  for (const root of new Set(roots)) {
    const items = await readdir(root, { withFileTypes: true }).catch(() => []);
    for (const item of items.slice(0, SEARCHED)) {
      if (!item.isDirectory()) continue;
      const folder = await pointingFolder(repo, join(root, item.name));
      if (folder) found.push(folder);
    }
  }
  return found;
}
