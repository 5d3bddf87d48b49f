import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../git/entry-listings.ts';
import { runGit } from '../git/run-git.ts';

/** One file that two commits differ in. */
export interface Change {
  readonly path: string;
  readonly old: TreeEntry | null;
  readonly new: TreeEntry | null;
}

/**
 * A file in the middle of an update from old to new. `missing`: removed, for good or to be written again. `partial`: the
 * beginning of the new one. `theirs`: none of it.
 */
export type FileState = 'old' | 'new' | 'missing' | 'partial' | 'theirs';

/** The clock of a file system ticks in steps. */
const ROUNDING_MS = 20;
const SYMLINK = '120000';
const EXECUTABLE = '100755';

/** The file of a change as it lies there; what is older than `since` is not from the update. */
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
  // Of a changed mode alone the mode tells.
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

/** As git would store it, line ends converted. */
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
