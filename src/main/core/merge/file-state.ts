import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../git/entry-listings.ts';
import { runGit } from '../git/run-git.ts';

/** A file that differs between two commits; null on the side where it does not exist. */
export interface Change {
  readonly path: string;
  readonly old: TreeEntry | null;
  readonly new: TreeEntry | null;
}

/**
 * State of a file whose update from old to new may have been interrupted. `missing`: deleted, perhaps before being
 * rewritten. `partial`: holds only the beginning of the new content. `theirs`: edited by somebody else.
 */
export type FileState = 'old' | 'new' | 'missing' | 'partial' | 'theirs';

/** File system clocks tick in coarse steps. */
const ROUNDING_MS = 20;
const SYMLINK = '120000';
const EXECUTABLE = '100755';

/**
 * Compares the file on disk with both versions. A file last changed before `since` (ms since the epoch) was not written
 * by the update.
 */
export async function fileState(
  worktree: string,
  change: Change,
  since: number,
): Promise<FileState> {
  const file = join(worktree, change.path);
  const info = await lstat(file).catch(() => null);
  if (info === null || info.isDirectory()) return change.old === null ? 'old' : 'missing';
  const bytes = info.isSymbolicLink() ? Buffer.from(await readlink(file)) : await readFile(file);
  const mode = info.isSymbolicLink() ? SYMLINK : (info.mode & 0o100) === 0 ? '100644' : EXECUTABLE;
  const oids = new Set([oidOf(bytes, (change.new ?? change.old)?.oid ?? '')]);
  const is = (entry: TreeEntry | null) => entry !== null && oids.has(entry.oid);
  if (mode !== SYMLINK && !is(change.old) && !is(change.new))
    oids.add(await storedOid(worktree, change.path, bytes));
  const before = info.ctimeMs < since - ROUNDING_MS;
  // If only the mode changed, contents are equal, so the mode decides.
  if (is(change.old) && (before || !is(change.new) || mode !== change.new?.mode)) return 'old';
  if (before) return 'theirs';
  if (is(change.new)) return 'new';
  const begun = change.new && mode !== SYMLINK && (await begins(worktree, change.new.oid, bytes));
  return begun ? 'partial' : 'theirs';
}

function oidOf(bytes: Buffer, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Object id under which git would store these bytes, after converting line ends. */
async function storedOid(worktree: string, path: string, bytes: Buffer): Promise<string> {
  const { stdout } = await runGit(['hash-object', '--stdin', `--path=${path}`], {
    cwd: worktree,
    reads: true,
    input: bytes,
  });
  return stdout.trim();
}

async function begins(worktree: string, oid: string, bytes: Buffer): Promise<boolean> {
  const { bytes: whole } = await runGit(['cat-file', 'blob', oid], { cwd: worktree, reads: true });
  const plain = (text: Buffer) => text.toString('latin1').replaceAll('\r', '');
  return plain(whole).startsWith(plain(bytes));
}
