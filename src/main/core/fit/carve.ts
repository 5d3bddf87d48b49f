import type { Folder } from './folder-tree.ts';
import { folderGlob, literalGlob } from './glob.ts';

/** With more parts than this nobody could read a scope; then the whole folder is named. */
const MOST_PARTS = 8;

/** A part of a scope, and the files that are in it now. */
export interface ScopePart {
  readonly glob: string;
  /** The folder, or the file. */
  readonly place: string;
  readonly files: number;
}

/** A folder as a scope, without others' folders in it where that can be said in a few parts. */
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
