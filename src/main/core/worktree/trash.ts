import { mkdir, readdir, readFile, rename, rmdir, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { CoreFailure } from '../failure.ts';
import { type Repository, stateFolder } from '../git/repository.ts';

const RECORD = 'record.json';

/** What a removed worktree was, kept beside its files. */
const trashRecord = z.object({
  id: z.string(),
  at: z.number(),
  path: z.string(),
  branch: z.string().nullable(),
  head: z.string().nullable(),
  /** The snapshot, also under `refs/tributary/trash/<id>`. */
  saved: z.string().nullable(),
});
export type TrashRecord = z.infer<typeof trashRecord>;

/** A place in the trash: the record and, while it is kept, the worktree's folder itself. */
export interface TrashPlace {
  readonly folder: string;
  /** Where the worktree's files are. */
  readonly tree: string;
}

export function trashRef(id: string): string {
  return `refs/tributary/trash/${id}`;
}

function trashFolders(repo: Repository, beside: string): string[] {
  return [
    join(stateFolder(repo), 'trash'),
    // Where the git directory is on another file system, a rename into it would be a copy.
    join(beside, `.${repo.name}-tributary`, 'trash'),
  ];
}

/** Moves a worktree's folder into the trash, on its own file system. Throws `worktree.unmovable`. */
export async function moveToTrash(repo: Repository, record: TrashRecord): Promise<TrashPlace> {
  let reason = '';
  for (const folder of trashFolders(repo, dirname(record.path))) {
    const place = { folder: join(folder, record.id), tree: join(folder, record.id, 'tree') };
    try {
      await mkdir(place.folder, { recursive: true });
      await writeFile(join(place.folder, RECORD), JSON.stringify(record));
      await rename(record.path, place.tree);
      return place;
    } catch (error) {
      reason = error instanceof Error ? error.message : 'unknown';
      // Another file system, a busy file: nothing has moved, so nothing is in this place.
      await unlink(join(place.folder, RECORD)).catch(() => {});
      await rmdir(place.folder).catch(() => {});
    }
  }
  throw new CoreFailure({
    code: 'worktree.unmovable',
    message: `${record.path} could not be moved into the trash: ${reason}.`,
    remedy: 'End the programs that work in it, then try again.',
    data: { path: record.path, reason: `it could not be moved: ${reason}` },
    exit: 1,
  });
}

/** Everything in the trash. `beside`: folders that worktrees were in. */
export async function readTrash(
  repo: Repository,
  beside: readonly string[] = [dirname(repo.path)],
): Promise<(TrashRecord & TrashPlace)[]> {
  const folders = new Set(beside.flatMap((folder) => trashFolders(repo, folder)));
  const found: (TrashRecord & TrashPlace)[] = [];
  for (const folder of folders) {
    for (const id of await readdir(folder).catch(() => [])) {
      const text = await readFile(join(folder, id, RECORD), 'utf8').catch(() => null);
      const record = text === null ? null : trashRecord.safeParse(parseJson(text));
      if (record?.success)
        found.push({ ...record.data, folder: join(folder, id), tree: join(folder, id, 'tree') });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** A short name that sorts by time and is valid in a ref. */
export function trashId(path: string, now: number): string {
  const name = basename(path)
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${now.toString(36)}-${name || 'worktree'}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
