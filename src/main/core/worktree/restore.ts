import type { Repository } from '../git/repository.ts';

/** Brings a removed worktree back from the trash. Throws `worktree.unknownTrash`. */
export function restoreWorktree(
  _repo: Repository,
  _id: string,
): Promise<{ readonly ref: string; readonly path: string }> {
  throw new Error('restoreWorktree is being written');
}
