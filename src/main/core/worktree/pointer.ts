import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Repository } from '../git/repository.ts';

/** Most entries of a folder that are searched. */
const SEARCHED = 5_000;

/** A folder whose `.git` file points to a worktree of a repository. */
export interface PointingFolder {
  readonly path: string;
  /** The private git directory it points to. */
  readonly gitDir: string;
  /** Where git expects this worktree; null when git does not know it. */
  readonly entry: string | null;
}

/** The absolute target of a folder's `.git` file; null without one. Runs no git. */
export async function readPointer(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, '.git'), 'utf8').catch(() => '');
  const [, target] = /^gitdir: (.+?)\n?$/s.exec(text) ?? [];
  return target === undefined ? null : resolve(folder, target);
}

/** The folder as a worktree of this repository, or null. */
export async function pointingFolder(
  repo: Repository,
  path: string,
): Promise<PointingFolder | null> {
  const gitDir = await readPointer(path);
  if (gitDir === null || resolve(gitDir, '..') !== join(repo.commonDir, 'worktrees')) return null;
  const back = await readFile(join(gitDir, 'gitdir'), 'utf8').catch(() => null);
  return { path, gitDir, entry: back === null ? null : dirname(resolve(gitDir, back.trimEnd())) };
}

/** Subfolders of the given folders that claim to be worktrees of this repository. */
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
