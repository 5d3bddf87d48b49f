import { chmod, cp, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { branchTip, deleteRef } from '../git/refs.ts';
import { type Repository, stateFolder } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { foldJournal } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { DiskPort } from './disk.ts';
import { pointingFolder, readPointer } from './pointer.ts';
import { finishRestore } from './restore.ts';
import { saveWorktree } from './save.ts';
import {
  besideFolder,
  dropPlace,
  GONE,
  goneFolders,
  KEPT_MS,
  MODULES,
  moveToTrash,
  readTrash,
  type TrashedWorktree,
  type TrashPlace,
  type TrashRecord,
  trashId,
  trashRef,
  writeRecord,
} from './trash.ts';

const STATUS_TIMEOUT_MS = 30_000;
const OWNER_ALL = 0o700;

export interface RemoveOptions {
  /** Delete the worktree's branch if it is still exactly at this merged commit. */
  readonly mergedTip?: string | null;
  /** Created a moment ago without anybody's work: needs neither snapshot nor trash. */
  readonly pristine?: boolean;
  readonly statusTimeoutMs?: number | undefined;
  readonly disk?: DiskPort | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The only function that removes a worktree. First saves what would be lost (`refs/tributary/trash/<id>`), then moves
 * the folder to the trash, then unregisters exactly that entry. The caller holds the `write` lock. Throws
 * `worktree.unsavable` and status failures, leaving everything as it was.
 */
export async function removeWorktree(
  repo: Repository,
  entry: WorktreeEntry,
  options: RemoveOptions = {},
): Promise<{ readonly trash: string | null }> {
  const present = (await stat(entry.path).catch(() => null)) !== null;
  const now = Date.now();
  const id = trashId(entry.path, now);
  const saved = options.pristine ? null : await save(repo, entry, { id, present, options });
  const { path, branch, head } = entry;
  const record: TrashRecord = { id, at: now, path, branch, head, saved };
  if (present) {
    const place = await moveToTrash(repo, record);
    if (options.pristine) await erase(place.folder);
    else await keepModules(place);
  }
  await unregister(repo, entry);
  const tip = options.mergedTip ?? null;
  if (branch !== null && tip !== null) await deleteBranchAt(repo, branch, tip);
  return { trash: options.pristine ? null : id };
}

/**
 * Moves a folder to the trash that claims to be a worktree of this repository and is unknown to git: only the folder
 * itself can be kept. Throws `worktree.notOurs` for any other folder.
 */
export async function removeUnlinked(repo: Repository, path: string): Promise<string> {
  if ((await pointingFolder(repo, path))?.entry !== null) throw notOurs(path);
  const at = Date.now();
  const id = trashId(path, at);
  await moveToTrash(repo, { id, at, path, branch: null, head: null, saved: null });
  return id;
}

async function save(
  repo: Repository,
  entry: WorktreeEntry,
  { id, present, options }: { id: string; present: boolean; options: RemoveOptions },
): Promise<string | null> {
  const ref = trashRef(id);
  const message = `Saved before ${entry.path} was removed`;
  if (present) {
    const { statusTimeoutMs: timeoutMs = STATUS_TIMEOUT_MS, signal, disk } = options;
    return (await saveWorktree(repo, entry.path, { ref, message, timeoutMs, signal, disk })).oid;
  }
  // The folder is already gone; only commits can be kept.
  if (entry.head === null) return null;
  await runGit(['update-ref', '-m', message, '--', ref, entry.head], { cwd: repo.path });
  return entry.head;
}

/** `unregister` deletes the repositories of submodules, so they are moved to the trash too. */
async function keepModules({ folder, tree }: TrashPlace): Promise<void> {
  const gitDir = await readPointer(tree);
  const modules = gitDir === null ? null : join(gitDir, 'modules');
  if (modules === null || !(await stat(modules).catch(() => null))) return;
  await rename(modules, join(folder, MODULES)).catch(() =>
    cp(modules, join(folder, MODULES), { recursive: true }),
  );
}

/** After its folder was moved away, `git worktree remove` forgets exactly that entry. */
async function unregister(repo: Repository, entry: WorktreeEntry): Promise<void> {
  if (entry.locked !== null)
    await runGit(['worktree', 'unlock', '--', entry.path], { cwd: repo.path, expect: [0, 128] });
  await runGit(['worktree', 'remove', '--', entry.path], { cwd: repo.path });
}

async function deleteBranchAt(repo: Repository, branch: string, tip: string): Promise<void> {
  const entries = await worktreeEntries(repo);
  if (entries.some((entry) => entry.branch === branch)) return;
  if ((await branchTip(repo, branch)) === tip) await deleteRef(repo, `refs/heads/${branch}`, tip);
}

/**
 * Finishes removals that a crash interrupted after the folder was moved, cancels those interrupted before, and finishes
 * or reverts restorations. The caller holds the `write` lock.
 */
export async function finishRemovals(repo: Repository): Promise<void> {
  const entries = await worktreeEntries(repo);
  for (const found of await readTrash(repo)) {
    const { record, tree, folder } = found;
    const { moving, restoring, ...settled } = record;
    const moved = (await stat(tree).catch(() => null)) !== null;
    if (restoring !== undefined) {
      await settleRestore(repo, found, { entries, path: restoring, moved });
      continue;
    }
    if (moving && !moved) {
      await dropPlace(found);
      continue;
    }
    if (moving) await writeRecord(folder, settled);
    const entry = entries.find(({ path }) => path === record.path);
    const back = (await stat(record.path).catch(() => null)) !== null;
    if (!entry || !moved || back) continue;
    await keepModules(found);
    await unregister(repo, entry);
  }
}

async function settleRestore(
  repo: Repository,
  found: TrashedWorktree,
  given: {
    readonly entries: readonly WorktreeEntry[];
    readonly path: string;
    /** Its folder is in the trash. */
    readonly moved: boolean;
  },
): Promise<void> {
  const { path, moved } = given;
  const entry = given.entries.find((known) => known.path === path);
  if (!moved && entry) return finishRestore(repo, found, path);
  const { restoring: _, ...settled } = found.record;
  await writeRecord(found.folder, settled);
  const inside = await readdir(path).catch(() => []);
  // A new entry contains only its pointer.
  if (inside.length > 1 || inside.some((name) => name !== '.git')) return;
  await unlink(join(path, '.git')).catch(() => {});
  await rmdir(path).catch(() => {});
  if (entry) await unregister(repo, entry);
}

/** Records removals in the journal that a crash left unrecorded. */
export async function closeRemovals(repo: Repository, journal: Journal): Promise<void> {
  const entries = await worktreeEntries(repo);
  const trash = await readTrash(repo);
  for (const [agent, { path, worktree: phase, at }] of foldJournal(await journal.read()).agents) {
    if (phase === 'removed' || phase === 'cancelled') continue;
    if (entries.some((entry) => entry.path === path)) continue;
    const later = trash.filter(({ record }) => record.path === path && record.at >= at);
    const id = later.at(-1)?.record.id;
    if (id !== undefined) await journal.append({ kind: 'agent.removed', agent, path, trash: id });
  }
}

/** Deletes expired folders in the trash. Their snapshots stay under their refs. */
export async function emptyTrash(repo: Repository, now = Date.now()): Promise<string[]> {
  const old = (await readTrash(repo)).filter(({ record }) => now - record.at > KEPT_MS);
  // Rename first, so that nobody restores what is being deleted.
  for (const { folder } of old) await rename(folder, `${folder}${GONE}`);
  for (const folder of await goneFolders(repo)) {
    const inside = folder.startsWith(`${stateFolder(repo)}${sep}`);
    if (inside || isBeside(repo, folder)) await erase(folder);
  }
  return old.map(({ record }) => record.id);
}

/** Inside one of the app's trash folders next to worktrees. */
function isBeside(repo: Repository, folder: string): boolean {
  const trash = dirname(folder);
  return basename(trash) === 'trash' && basename(dirname(trash)) === besideFolder(repo);
}

/** Deletes a folder of the app, including folders that package managers made read-only. */
async function erase(folder: string): Promise<void> {
  const options = { recursive: true, maxRetries: 3 } as const;
  try {
    await rm(folder, options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await makeWritable(folder);
    await rm(folder, options);
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, OWNER_ALL);
  for (const item of await readdir(folder, { withFileTypes: true })) {
    if (item.isDirectory()) await makeWritable(join(folder, item.name));
  }
}

/** The reason to keep a worktree, when the failure means that; otherwise null. */
export function keepReason(error: unknown): string | null {
  if (!(error instanceof CoreFailure)) return null;
  const { reason } = error.data;
  if (typeof reason === 'string') return reason;
  return `its state could not be told: ${error.message}`;
}

/**
 * Removes a temporary folder created by the app, identified by its mark file, which contains the folder's own path.
 * Without it, throws `worktree.notOurs` and removes nothing.
 */
export async function removeMarkedFolder(folder: string, markFile: string): Promise<void> {
  const mark = await readFile(join(folder, markFile), 'utf8').catch(() => '');
  if (mark.trim() !== folder) throw notOurs(folder);
  await erase(folder);
}

function notOurs(folder: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.notOurs',
    message: `${folder} does not carry the app's mark, so it stays.`,
    remedy: 'Remove it by hand if nobody needs it.',
    data: { folder },
  });
}
