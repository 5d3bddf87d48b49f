import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rmdir,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { CoreFailure } from '../failure.ts';
import { type Repository, stateFolder } from '../git/repository.ts';

const RECORD = 'record.json';
/** Next to a removed worktree's files: the repositories of its submodules. */
export const MODULES = 'modules';
/** Suffix of an expired place. */
export const GONE = '.gone';
/** File in the main trash that lists other trash folders, one JSON string per line. */
const ELSEWHERE = 'elsewhere.jsonl';
/** Milliseconds for which a removed worktree's folder is kept; its snapshot stays under its ref. */
export const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Record of a removed worktree, stored next to its files. */
const trashRecord = z.object({
  id: z.string(),
  at: z.number(),
  path: z.string(),
  branch: z.string().nullable(),
  head: z.string().nullable(),
  /** The snapshot, also under `refs/tributary/trash/<id>`. */
  saved: z.string().nullable(),
  /** The folder is about to be moved to the trash. */
  moving: z.boolean().optional(),
  /** It is being restored to this path. */
  restoring: z.string().optional(),
});
export type TrashRecord = z.infer<typeof trashRecord>;

/** A place in the trash: the record and, while kept, the worktree's folder. */
export interface TrashPlace {
  readonly folder: string;
  /** The folder of the worktree's files. */
  readonly tree: string;
}

export interface TrashedWorktree extends TrashPlace {
  readonly record: TrashRecord;
}

export function trashRef(id: string): string {
  return `refs/tributary/trash/${id}`;
}

function mainTrash(repo: Repository): string {
  return join(stateFolder(repo), 'trash');
}

/** Every folder that may contain trash: when the git directory is on another file system, one next to the worktree. */
async function trashFolders(repo: Repository): Promise<string[]> {
  const text = await readFile(join(mainTrash(repo), ELSEWHERE), 'utf8').catch(() => '');
  const others = text.split('\n').map((line) => parseJson(line));
  const beside = join(dirname(repo.path), besideFolder(repo), 'trash');
  const known = others.filter((folder) => typeof folder === 'string');
  return [...new Set([mainTrash(repo), beside, ...known])];
}

/** The app's folder next to worktrees. */
export function besideFolder(repo: Repository): string {
  return `.${repo.name}-tributary`;
}

/** Recorded before anything is moved there, so that it is found again. */
async function rememberFolder(repo: Repository, folder: string): Promise<void> {
  if ((await trashFolders(repo)).includes(folder)) return;
  await mkdir(mainTrash(repo), { recursive: true });
  await appendFile(join(mainTrash(repo), ELSEWHERE), `${JSON.stringify(folder)}\n`);
}

/** Moves a worktree's folder to the trash on its own file system. Throws `worktree.unmovable`. */
export async function moveToTrash(repo: Repository, record: TrashRecord): Promise<TrashPlace> {
  let reason = '';
  const beside = join(dirname(record.path), besideFolder(repo), 'trash');
  // A rename to the git directory fails when that is on another file system.
  for (const folder of [mainTrash(repo), beside]) {
    const place = { folder: join(folder, record.id), tree: join(folder, record.id, 'tree') };
    try {
      await rememberFolder(repo, folder);
      await mkdir(place.folder, { recursive: true });
      await writeRecord(place.folder, { ...record, moving: true });
      await rename(record.path, place.tree);
      await writeRecord(place.folder, record);
      return place;
    } catch (error) {
      reason = error instanceof Error ? error.message : 'unknown';
      // Another file system, or a file in use: nothing was moved, so the place is empty.
      await unlink(join(place.folder, RECORD)).catch(() => {});
      await rmdir(place.folder).catch(() => {});
    }
  }
  throw new CoreFailure({
    code: 'worktree.unmovable',
    message: `${record.path} could not be moved into the trash: ${reason}.`,
    data: { path: record.path, reason: `it could not be moved: ${reason}` },
  });
}

/** Writes the record atomically. */
export async function writeRecord(folder: string, record: TrashRecord): Promise<void> {
  const draft = join(folder, `${RECORD}.new`);
  await writeFile(draft, JSON.stringify(record));
  await rename(draft, join(folder, RECORD));
}

/** Deletes a place whose folder is not in it (any more). Other content stays. */
export async function dropPlace({ folder }: TrashPlace): Promise<void> {
  for (const name of [`${RECORD}.new`, RECORD])
    await unlink(join(folder, name)).catch(() => {
      // Already deleted.
    });
  await rmdir(folder).catch(() => {
    // Not empty.
  });
}

/** Everything in the trash, oldest first, including half-moved worktrees after a crash. */
export async function readTrash(repo: Repository): Promise<TrashedWorktree[]> {
  const folders = await trashFolders(repo);
  const found: TrashedWorktree[] = [];
  for (const folder of folders) {
    for (const id of await readdir(folder).catch(() => [])) {
      if (id.endsWith(GONE)) continue;
      const text = await readFile(join(folder, id, RECORD), 'utf8').catch(() => null);
      const record = text === null ? null : trashRecord.safeParse(parseJson(text));
      if (record?.success)
        found.push({
          record: record.data,
          folder: join(folder, id),
          tree: join(folder, id, 'tree'),
        });
    }
  }
  return found.sort((a, b) => a.record.at - b.record.at);
}

/** Places to be deleted, or whose deletion a crash interrupted. */
export async function goneFolders(repo: Repository): Promise<string[]> {
  const found = await Promise.all(
    (await trashFolders(repo)).map(async (folder) =>
      (await readdir(folder).catch(() => []))
        .filter((name) => name.endsWith(GONE))
        .map((name) => join(folder, name)),
    ),
  );
  return found.flat();
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
