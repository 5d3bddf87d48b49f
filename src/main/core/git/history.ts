import { changedNames, type DiffCommand, lineCounts } from './diff-listings.ts';
import { type CommitLine, commitLines } from './listings.ts';
import { type ListingOptions, runGit, runListing } from './run-git.ts';

interface Range {
  readonly base: string;
  readonly head: string;
}

export interface ChangedFile {
  readonly path: string;
  /** 0 for binary files. */
  readonly insertions: number;
  readonly deletions: number;
}

/** Compares file by file, without programs that the repository's configuration names. */
const PLAIN = ['--no-renames', '--no-ext-diff', '--no-textconv'] as const;

/** Tracked files that differ between a commit and the worktree's files, committed or not. */
export function changedSince(cwd: string, base: string): Promise<ChangedFile[]> {
  const args = ['--ignore-submodules=dirty', '--end-of-options', base, '--'];
  return countChanges(['diff', ...args], { cwd });
}

/** Files that two commits differ in. */
export function changedBetween(cwd: string, { base, head }: Range): Promise<ChangedFile[]> {
  return countChanges(['diff-tree', '-r', '--end-of-options', base, head, '--'], { cwd });
}

/** Files that a command of git finds different, with their lines. */
export async function countChanges(
  [command, ...rest]: DiffCommand,
  options: ListingOptions,
): Promise<ChangedFile[]> {
  const counts = await runListing(lineCounts(command, ...PLAIN, ...rest), options);
  return counts.map(({ path, insertions, deletions }) => ({ path, insertions, deletions }));
}

/**
 * Commits made on the branch of `head` itself that neither `base` nor `without` has, newest first: what a merge brought
 * in from another branch is not among them, the merge is.
 */
export function commitsSince(
  cwd: string,
  { base, head, without }: Range & { readonly without?: string | null },
): Promise<CommitLine[]> {
  const revisions = [`${base}..${head}`, ...(without ? [`^${without}`] : [])];
  const args = ['--first-parent', '--end-of-options', ...revisions, '--'];
  return runListing(commitLines(...args), { cwd });
}

/** Commits of `head` that neither `base` nor any of `without` has. */
export async function countCommits(
  worktree: string,
  { base, head, without = [] }: Range & { readonly without?: readonly string[] },
): Promise<number> {
  const args = ['rev-list', '--count', '--end-of-options', `${base}..${head}`];
  args.push(...without.map((oid) => `^${oid}`), '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return Number(stdout.trim());
}

/**
 * Files that the commits of a branch itself changed: what a merge brought in from elsewhere does not count, what was
 * settled in the merge does.
 */
export async function ownChanges(cwd: string, { base, head }: Range): Promise<string[]> {
  const args = ['--first-parent', '--diff-merges=combined', '--format=', ...PLAIN];
  const range = ['--end-of-options', `${base}..${head}`, '--'];
  const names = await runListing(changedNames('log', ...args, ...range), { cwd });
  return [...new Set(names)].sort();
}
