import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileNames, ignoredNames, namesInput } from '../git/listings.ts';
import type { Repository } from '../git/repository.ts';
import { runListing } from '../git/run-git.ts';

const FILE = '.worktreeinclude';

export interface IncludeResult {
  /** Paths relative to the worktree. */
  readonly copied: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface IncludeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Reports progress while many files are copied. */
  readonly onCopied?: ((done: number, total: number) => void) | undefined;
}

/** Files between two calls of `onCopied`. */
const TOLD_EVERY = 100;

/**
 * Copies ignored files of the main checkout that match `.worktreeinclude` (gitignore syntax, in any folder), as clones
 * if the file system supports that. Never overwrites, never copies a file that the worktree would not ignore, never
 * leaves the worktree through a symbolic link.
 */
export async function copyIncluded(
  repo: Repository,
  worktree: string,
  { signal, onCopied }: IncludeOptions = {},
): Promise<IncludeResult> {
  const matching = fileNames('--others', '--ignored', `--exclude-per-directory=${FILE}`);
  const found = await runListing(matching, { cwd: repo.path, signal });
  const matched = found.filter((path) => !path.endsWith('/'));
  const ignored = await onlyIgnored(repo.path, matched, signal);
  const copied: string[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const reachable: string[] = [];
  for (const path of ignored) {
    if (!(await leavesThroughLink(worktree, path))) reachable.push(path);
    else skipped.push({ path, reason: 'a symbolic link is on its way' });
  }
  const welcome = await onlyIgnored(worktree, reachable, signal);
  for (const [index, path] of reachable.entries()) {
    signal?.throwIfAborted();
    if (index > 0 && index % TOLD_EVERY === 0) onCopied?.(index, reachable.length);
    const reason = welcome.has(path)
      ? await copyOne(repo.path, worktree, path)
      : 'git does not ignore it there';
    if (reason === null) copied.push(path);
    else skipped.push({ path, reason });
  }
  return { copied, skipped };
}

async function onlyIgnored(
  cwd: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const input = namesInput(paths);
  return new Set(await runListing(ignoredNames, { cwd, expect: [0, 1], input, signal }));
}

/** Null when it was copied, otherwise the reason. */
async function copyOne(from: string, to: string, path: string): Promise<string | null> {
  const target = join(to, path);
  if (await lstat(target).catch(() => null)) return 'it is there already';
  const source = join(from, path);
  const info = await lstat(source).catch(() => null);
  await mkdir(dirname(target), { recursive: true });
  if (info?.isSymbolicLink()) {
    const link = await readlink(source);
    if (relative(from, resolve(dirname(source), link)).startsWith('..')) return 'it links outside';
    await symlink(link, target);
    return null;
  }
  if (!info?.isFile()) return 'it is not a plain file';
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  return null;
}

async function leavesThroughLink(root: string, path: string): Promise<boolean> {
  for (let up = dirname(path); up !== '.'; up = dirname(up)) {
    const info = await lstat(join(root, up)).catch(() => null);
    if (info && !info.isDirectory()) return true;
  }
  return false;
}
