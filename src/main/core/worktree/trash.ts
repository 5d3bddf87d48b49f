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
/** Beside a removed worktree's files: the repositories of its submodules. */
export const MODULES = 'modules';
/** Ends the name of a place whose time is over. */
export const GONE = '.gone';
/** In the trash of the git directory: other folders that hold trash, one to a line, as JSON. */
const ELSEWHERE = 'elsewhere.jsonl';
/** How long the folder of a removed worktree is kept; its snapshot stays under its ref. */
export const KEPT_MS = 30 * 24 * 3600 * 1000;

/** What a removed worktree was, kept beside its files. */
const trashRecord = z.object({
  id: z.string(),
  at: z.number(),
  path: z.string(),
  branch: z.string().nullable(),
  head: z.string().nullable(),
  /** The snapshot, also under `refs/tributary/trash/<id>`. */
  saved: z.string().nullable(),
  /** The folder is about to be renamed into the trash. */
  moving: z.boolean().optional(),
  /** It is on its way back to this path. */
  restoring: z.string().optional(),
});
export type TrashRecord = z.infer<typeof trashRecord>;

/** A place in the trash: the record and, while it is kept, the worktree's folder itself. */
export interface TrashPlace {
  readonly folder: string;
  /** Where the worktree's files are. */
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

/** Every folder that may hold trash: where the git directory is on another file system, one beside the worktree. */
async function trashFolders(repo: Repository): Promise<string[]> {
  const text = await readFile(join(mainTrash(repo), ELSEWHERE), 'utf8').catch(() => '');
  const others = text.split('\n').map((line) => parseJson(line));
  const beside = join(dirname(repo.path), besideFolder(repo), 'trash');
  const known = others.filter((folder) => typeof folder === 'string');
  return [...new Set([mainTrash(repo), beside, ...known])];
}

/** The folder beside worktrees that is the app's own. */
export function besideFolder(repo: Repository): string {
  return `.${repo.name}-tributary`;
}

/** Written before anything is moved there, so that it is found again. */
async function rememberFolder(repo: Repository, folder: string): Promise<void> {
  if ((await trashFolders(repo)).includes(folder)) return;
  await mkdir(mainTrash(repo), { recursive: true });
  await appendFile(join(mainTrash(repo), ELSEWHERE), `${JSON.stringify(folder)}\n`);
}

/** Moves a worktree's folder into the trash, on its own file system. Throws `worktree.unmovable`. */
export async function moveToTrash(repo: Repository, record: TrashRecord): Promise<TrashPlace> {
  let reason = '';
  const beside = join(dirname(record.path), besideFolder(repo), 'trash');
  // Where the git directory is on another file system, a rename into it would be a copy.
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
      // Another file system, a busy file: nothing has moved, so nothing is in this place.
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

/** Written whole or not at all. */
export async function writeRecord(folder: string, record: TrashRecord): Promise<void> {
  const draft = join(folder, `${RECORD}.new`);
  await writeFile(draft, JSON.stringify(record));
  await rename(draft, join(folder, RECORD));
}

/** Forgets a place whose folder is not in it (any more). What else is in it stays. */
export async function dropPlace({ folder }: TrashPlace): Promise<void> {
  for (const name of [`${RECORD}.new`, RECORD])
    await unlink(join(folder, name)).catch(() => {
      // Forgotten already.
    });
  await rmdir(folder).catch(() => {
    // Something else is in it.
  });
}

/** Everything in the trash, oldest first; what a crash left half moved too. */
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

/** Places that are to be deleted, or were when a crash came. */
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
