import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';

/** Thrown for a path outside the worktree. */
export class OutsideError extends Error {
  constructor(path: string, why: string) {
    super(`${path} is not edited: ${why}`);
    this.name = 'OutsideError';
  }
}

/**
 * The absolute path of a file inside `root`, with its parent folders created. Throws OutsideError for absolute paths,
 * `..`, the git folder, and symbolic links that lead outside.
 */
export function containedPath(root: string, path: string): string {
  const relative = normalize(path);
  if (isAbsolute(path)) throw new OutsideError(path, 'the path is absolute');
  const parts = relative.split(sep);
  if (parts.includes('..')) throw new OutsideError(path, 'it leaves the worktree');
  if (parts.some((part) => part.toLowerCase() === '.git')) {
    throw new OutsideError(path, 'it belongs to git');
  }
  const realRoot = realpathSync(root);
  const target = join(realRoot, relative);
  // Check each folder before creating the next: a symbolic link anywhere above would lead elsewhere.
  let folder = realRoot;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    const info = lstatSync(folder, { throwIfNoEntry: false });
    if (info?.isSymbolicLink()) throw new OutsideError(path, `${part} is a symbolic link`);
    if (!info) mkdirSync(folder);
  }
  const existing = lstatSync(target, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink()) throw new OutsideError(path, 'it is a symbolic link');
  if (existing && !existing.isFile()) throw new OutsideError(path, 'it is not a file');
  if (dirname(target) !== folder) throw new OutsideError(path, 'it is not a file name');
  return target;
}
