import { stat } from 'node:fs/promises';
import type { TrashView } from '../../../shared/contract/worktrees.ts';
import type { Repository } from '../git/repository.ts';
import { folderBytes } from './size.ts';
import { KEPT_MS, readTrash, trashRef } from './trash.ts';

/** Milliseconds for measuring the trash in a listing. */
const SIZES_MS = 500;

/** The content of the trash, oldest first; `bytes` is null when the size was not measured in time. */
export async function listTrash(repo: Repository, sizesMs = SIZES_MS): Promise<TrashView[]> {
  const deadline = Date.now() + sizesMs;
  const views: TrashView[] = [];
  for (const { record, tree } of await readTrash(repo)) {
    const { id, path, branch, at, moving } = record;
    const there = (await stat(tree).catch(() => null)) !== null;
    // A crash happened before its folder was moved: it is still in place.
    if (moving && !there) continue;
    const bytes = there ? await folderBytes(tree, { deadline, memory: repo.memory }) : 0;
    views.push({ id, ref: trashRef(id), path, branch, at, expires: at + KEPT_MS, bytes });
  }
  return views;
}
