import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allTreeEntries } from '../git/entry-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import { readBlob } from './merge-tree.ts';

const NAME = '.gitattributes';

/** A commit, and the files that it changes relative to a base commit. */
export interface Attributed {
  readonly commit: string;
  readonly base: string;
  /** Paths of files that differ between `commit` and `base`. */
  readonly changed: Iterable<string>;
}

/** Returns the commit to read attribute files from: the base, or the commit itself if it changed an attribute file. */
export function attributesSource({ commit, base, changed }: Attributed): string {
  for (const path of changed) if (isAttributes(path)) return commit;
  return base;
}

/**
 * Runs a task with a temporary work tree that holds only the attribute files of a commit: git looks there for
 * `merge=union` and the like. The task gets null when the commit has no attribute files.
 */
export async function withAttributes<T>(
  shadow: Shadow,
  commit: string,
  task: (workTree: string | null) => Promise<T>,
): Promise<T> {
  const found = await attributeFiles(shadow, commit);
  if (found.length === 0) return task(null);
  return shadow.withScratch(async (folder) => {
    const files: string[] = [];
    const folders = new Set<string>();
    for (const { path, oid } of found) {
      for (let up = dirname(path); up !== '.'; up = dirname(up)) folders.add(up);
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), await readBlob(shadow, oid));
      files.push(path);
    }
    try {
      return await task(folder);
    } finally {
      for (const path of files) await unlink(join(folder, path));
      const deepest = [...folders].sort((a, b) => b.length - a.length);
      for (const path of deepest) await rmdir(join(folder, path));
    }
  });
}

interface AttributeFile {
  readonly path: string;
  readonly oid: string;
}

/** Cached per commit: commits never change, and listing a large tree is slow. */
const FILES: Kind<readonly AttributeFile[]> = { most: 50 };

async function attributeFiles(shadow: Shadow, commit: string): Promise<readonly AttributeFile[]> {
  const known = shadow.memory.of(FILES);
  const before = known.get(commit);
  if (before) return before;
  const entries = await shadow.list(allTreeEntries(commit));
  const found = entries.flatMap(({ path, mode, oid }) => {
    if (!isAttributes(path)) return [];
    // A hostile tree may contain `..` in a path; git reads no attributes through a symbolic link.
    const plain = path.split('/').every((part) => !['', '.', '..', '.git'].includes(part));
    return plain && mode.startsWith('100') ? [{ path, oid }] : [];
  });
  known.set(commit, found);
  return found;
}

function isAttributes(path: string): boolean {
  return path === NAME || path.endsWith(`/${NAME}`);
}
