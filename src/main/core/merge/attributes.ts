import { mkdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Shadow } from '../git/shadow.ts';
import { readBlob } from './merge-tree.ts';

const NAME = '.gitattributes';

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

async function attributeFiles(shadow: Shadow, commit: string) {
  const { stdout } = await shadow.git(['ls-tree', '-r', '-z', '--full-tree', commit], {
    reads: true,
  });
  return stdout.split('\0').flatMap((record) => {
    const path = record.slice(record.indexOf('\t') + 1);
    if (path !== NAME && !path.endsWith(`/${NAME}`)) return [];
    const [mode, , oid = ''] = record.slice(0, record.indexOf('\t')).split(' ');
    // A hostile tree may hold `..`; git reads no attributes through a symbolic link.
    const plain = path.split('/').every((part) => !['', '.', '..', '.git'].includes(part));
    return plain && mode?.startsWith('100') ? [{ path, oid }] : [];
  });
}
