import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';

/** A path that would leave the worktree. */
export class OutsideError extends Error {
  constructor(path: string, why: string) {
    super(`${path} is not edited: ${why}`);
    this.name = 'OutsideError';
  }
}

/**
 * The absolute path of a file inside `root`, with the folders above it made. Throws OutsideError for absolute paths,
 * `..`, the git folder, and anything that a symbolic link leads elsewhere.
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
  // Each folder is looked at before the next is made: a link anywhere above would lead the rest elsewhere.
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
