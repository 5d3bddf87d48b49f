import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allTreeEntries } from '../git/entry-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import { readBlob } from './merge-tree.ts';

const NAME = '.gitattributes';

/** A commit, and what it changes in an earlier one whose attribute files are known or worth knowing. */
export interface Attributed {
  readonly commit: string;
  readonly base: string;
  /** Files that differ between the two. */
  readonly changed: Iterable<string>;
}

/** The commit whose attribute files hold for another: the base, unless one of them was changed since. */
export function attributesSource({ commit, base, changed }: Attributed): string {
  for (const path of changed) if (isAttributes(path)) return commit;
  return base;
}

/**
 * Lends a work tree that holds nothing but a commit's attribute files: that is where git looks for `merge=union`
 * and the like. Null when the commit has none.
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

/** By commit: they never change, and listing a large tree takes a while. */
const FILES: Kind<readonly AttributeFile[]> = { most: 50 };

async function attributeFiles(shadow: Shadow, commit: string): Promise<readonly AttributeFile[]> {
  const known = shadow.memory.of(FILES);
  const before = known.get(commit);
  if (before) return before;
  const entries = await shadow.list(allTreeEntries(commit));
  const found = entries.flatMap(({ path, mode, oid }) => {
    if (!isAttributes(path)) return [];
    // A hostile tree may hold `..`; git reads no attributes through a symbolic link.
    const plain = path.split('/').every((part) => !['', '.', '..', '.git'].includes(part));
    return plain && mode.startsWith('100') ? [{ path, oid }] : [];
  });
  known.set(commit, found);
  return found;
}

function isAttributes(path: string): boolean {
  return path === NAME || path.endsWith(`/${NAME}`);
}
