import type { Folder } from './folder-tree.ts';
import { folderGlob, literalGlob } from './glob.ts';

/** A scope with more parts would be unreadable; then the whole folder is used. */
const MOST_PARTS = 8;

/** One glob of a scope, with the files it matches now. */
export interface ScopePart {
  readonly glob: string;
  /** The folder or file. */
  readonly place: string;
  readonly files: number;
}

/** A folder as a scope that excludes the folders of other roles, where that takes only a few globs. */
export function carve(folder: Folder, others: readonly Folder[]): readonly ScopePart[] {
  const whole = { glob: folderGlob(folder.path), place: folder.path, files: folder.files };
  const parts = partsOf(folder, new Set(others.map(({ path }) => path)));
  return parts.length > MOST_PARTS || parts.length === 0 ? [whole] : parts;
}

function partsOf(folder: Folder, others: ReadonlySet<string>): ScopePart[] {
  if (others.has(folder.path)) return [];
  const { path, files, own } = folder;
  const inside = [...others].some((other) => other.startsWith(`${path}/`));
  if (!inside) return [{ glob: folderGlob(path), place: path, files }];
  const direct =
    own.length > 0 ? [{ glob: `${literalGlob(path)}/*`, place: path, files: own.length }] : [];
  return [...direct, ...[...folder.children.values()].flatMap((child) => partsOf(child, others))];
}
