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

/** Compare file by file, without programs named in the repository's configuration. */
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

/** The files that a git command lists as changed, with line counts. */
export async function countChanges(
  [command, ...rest]: DiffCommand,
  options: ListingOptions,
): Promise<ChangedFile[]> {
  const counts = await runListing(lineCounts(command, ...PLAIN, ...rest), options);
  return counts.map(({ path, insertions, deletions }) => ({ path, insertions, deletions }));
}

/**
 * Commits made on the branch of `head` itself that are in neither `base` nor `without`, newest first. Includes merge
 * commits, but not the commits they merged.
 */
export function commitsSince(
  cwd: string,
  { base, head, without }: Range & { readonly without?: string | null },
): Promise<CommitLine[]> {
  const revisions = [`${base}..${head}`, ...(without ? [`^${without}`] : [])];
  const args = ['--first-parent', '--end-of-options', ...revisions, '--'];
  return runListing(commitLines(...args), { cwd });
}

/** Number of commits of `head` that are in neither `base` nor any of `without`. */
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
 * Files changed by the commits of a branch itself. Changes merged from elsewhere do not count; conflict resolutions do.
 */
export async function ownChanges(cwd: string, { base, head }: Range): Promise<string[]> {
  const args = ['--first-parent', '--diff-merges=combined', '--format=', ...PLAIN];
  const range = ['--end-of-options', `${base}..${head}`, '--'];
  const names = await runListing(changedNames('log', ...args, ...range), { cwd });
  return [...new Set(names)].sort();
}
