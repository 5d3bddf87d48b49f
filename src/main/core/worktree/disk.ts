import { statfs } from 'node:fs/promises';
import { CoreFailure } from '../failure.ts';
import { fileSizes } from '../git/entry-listings.ts';
import type { Repository } from '../git/repository.ts';
import { runListing } from '../git/run-git.ts';

/** Free bytes of the file system of a path. */
export interface DiskPort {
  free(path: string): Promise<number>;
}

export const realDisk: DiskPort = {
  async free(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

const ENOUGH_BYTES = 10_000_000_000;
/** Space for checkout, index and build results, as a multiple of the tree. */
const TIMES_TREE = 3;
/** File systems allocate whole blocks. */
const BLOCK_BYTES = 4_096;

/** Factor for saved objects: compressed, but written twice, plus git's own files. */
const TIMES_SAVED = 2;
const SPARE_BYTES = 1_000_000;

/** Whether there is room to save this many bytes as objects. */
export async function checkFree(disk: DiskPort, path: string, bytes: number): Promise<boolean> {
  return (await disk.free(path)) >= TIMES_SAVED * bytes + SPARE_BYTES;
}

/** Throws `worktree.diskFull` when less is free than min(10 GB, three times the trees to be written). */
export async function checkDisk(
  repo: Repository,
  disk: DiskPort,
  { root, bases }: { readonly root: string; readonly bases: readonly string[] },
): Promise<void> {
  const free = await disk.free(root);
  if (free >= ENOUGH_BYTES) return;
  const sizes = new Map<string, number>();
  for (const base of new Set(bases)) sizes.set(base, await treeBytes(repo, base));
  const total = bases.reduce((sum, base) => sum + (sizes.get(base) ?? 0), 0);
  const needed = Math.min(ENOUGH_BYTES, TIMES_TREE * total);
  if (free >= needed) return;
  throw new CoreFailure({
    code: 'worktree.diskFull',
    message: `${megabytes(free)} MB are free in ${root}; ${bases.length} new worktrees need ${megabytes(needed)} MB.`,
    data: { path: root, free, needed },
  });
}

async function treeBytes(repo: Repository, commit: string): Promise<number> {
  const sizes = await runListing(fileSizes(commit), { cwd: repo.path });
  return sizes.reduce((sum, size) => sum + (Math.ceil(size / BLOCK_BYTES) + 1) * BLOCK_BYTES, 0);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
