import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { changedNames } from '../git/diff-listings.ts';
import { fileNames } from '../git/listings.ts';
import { branchTip, deleteRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { gitDirOf, type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { pointingFolder } from './pointer.ts';
import { removeWorktree } from './remove.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

/** Most incomplete files attributed to an interrupted checkout; more are somebody's work. */
const CUT_FILES = 8;

/** Removes a worktree and its branch if nobody worked in them; false when somebody did. */
export async function takeBack(repo: Repository, spec: WorktreeSpec): Promise<boolean> {
  await rejoin(repo, spec.path);
  const entry = (await worktreeEntries(repo)).find(({ path }) => path === spec.path);
  if (entry && entry.branch !== null && entry.branch !== spec.branch) return true;
  if (entry) {
    if (!(await isUntouched(repo, spec, entry))) return false;
    await removeWorktree(repo, { ...entry, branch: null }, { pristine: true });
  }
  const tip = await branchTip(repo, spec.branch);
  if (tip === spec.base) await deleteRef(repo, `refs/heads/${spec.branch}`, tip);
  return true;
}

/** A folder from the pool whose new path git has not recorded yet. */
async function rejoin(repo: Repository, path: string): Promise<void> {
  const folder = await pointingFolder(repo, path);
  if (!folder || folder.entry === null || folder.entry === path) return;
  if (await stat(folder.entry).catch(() => null)) return;
  await runGit(['worktree', 'repair', '--', path], { cwd: repo.path });
}

async function isUntouched(
  repo: Repository,
  { path, branch, base }: WorktreeSpec,
  entry: WorktreeEntry,
): Promise<boolean> {
  const tip = await branchTip(repo, branch);
  if (tip !== null && tip !== base) return false;
  const { head } = entry;
  if (head === null || head === base) return holdsOnly(path, [base]);
  // From the pool: its files may be those of the commit it was created with.
  return entry.branch === null && (await isKept(repo, head)) && holdsOnly(path, [base, head]);
}

/** Whether a ref contains the commit. */
export async function isKept(repo: Repository, commit: string): Promise<boolean> {
  const args = ['for-each-ref', '--count=1', '--contains', commit];
  return (await runGit(args, { cwd: repo.path, reads: true })).stdout !== '';
}

/**
 * Whether every file of a worktree, including ignored ones, matches one of these commits. Files may be missing, and a
 * few truncated where git was interrupted. A missing folder contains nothing.
 */
export async function holdsOnly(path: string, commits: readonly string[]): Promise<boolean> {
  if (!(await stat(join(path, '.git')).catch(() => null))) return true;
  const differing = await Promise.all(commits.map((commit) => differingFiles(path, commit)));
  const [first = new Set<string>(), ...others] = differing;
  const files = [...first].filter((file) => others.every((other) => other.has(file)));
  if (files.length > CUT_FILES) return false;
  for (const file of files) {
    const cut = await Promise.all(commits.map((commit) => isCutOff(path, commit, file)));
    if (!cut.includes(true)) return false;
  }
  return true;
}

/** Existing files that differ from the commit. */
async function differingFiles(path: string, commit: string): Promise<Set<string>> {
  const gitDir = await gitDirOf(path);
  const env = { GIT_INDEX_FILE: join(gitDir, `tributary-index-${commit}`) };
  await runGit(['read-tree', commit], { cwd: path, env });
  const options = { cwd: path, env };
  // This index has no file times: compare contents.
  await runGit(['update-index', '-q', '--refresh'], { ...options, expect: [0, 1] });
  const changed = await runListing(changedNames('diff-files', '--diff-filter=d'), options);
  const others = await runListing(fileNames('--others'), options);
  return new Set([...changed, ...others]);
}

/** git was interrupted while writing the file: it is a prefix of the right content. */
async function isCutOff(path: string, commit: string, file: string): Promise<boolean> {
  const there = await readFile(join(path, file)).catch(() => null);
  if (there === null) return false;
  const { code, bytes } = await runGit(['cat-file', 'blob', `${commit}:${file}`], {
    cwd: path,
    reads: true,
    expect: [0, 128],
  });
  return code === 0 && bytes.subarray(0, there.length).equals(there);
}
