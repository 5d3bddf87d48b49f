import { runGit } from './run-git.ts';

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

/** Tracked files that differ between a commit and the worktree's files, committed or not. */
export async function changedSince(worktree: string, base: string): Promise<ChangedFile[]> {
  const args = ['diff', '--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'];
  args.push('--ignore-submodules=dirty', '--end-of-options', base, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return parseNumstat(stdout);
}

/** Files that two commits differ in. */
export async function changedBetween(worktree: string, range: Range): Promise<ChangedFile[]> {
  const args = ['diff-tree', '-r', '--numstat', '-z', '--no-renames', '--no-ext-diff'];
  args.push('--no-textconv', '--end-of-options', range.base, range.head, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return parseNumstat(stdout);
}

/** Reads `--numstat -z` without renames. */
export function parseNumstat(text: string): ChangedFile[] {
  return text
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const [insertions = '', deletions = '', ...path] = record.split('\t');
      return { path: path.join('\t'), insertions: lines(insertions), deletions: lines(deletions) };
    });
}

/** Binary files have a dash. */
function lines(field: string): number {
  return field === '-' ? 0 : Number(field);
}

export interface CommitLine {
  readonly oid: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Commits made on the branch of `head` itself that neither `base` nor `without` has, newest first: what a merge brought
 * in from another branch is not among them, the merge is.
 */
export async function commitsSince(
  worktree: string,
  range: Range & { readonly without?: string | null },
): Promise<CommitLine[]> {
  const args = ['log', '-z', '--format=%H%x09%at%x09%an%x09%s', '--no-show-signature'];
  args.push('--first-parent');
  const without = range.without ? [`^${range.without}`] : [];
  args.push('--end-of-options', `${range.base}..${range.head}`, ...without, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return stdout
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const [oid = '', at = '', author = '', ...subject] = record.split('\t');
      return { oid, author, at: Number(at) * 1000, subject: subject.join('\t') };
    });
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
export async function ownChanges(worktree: string, { base, head }: Range): Promise<string[]> {
  const { stdout } = await runGit(
    [
      'log',
      '--first-parent',
      '--diff-merges=combined',
      '--format=',
      '--name-only',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '-z',
      '--end-of-options',
      `${base}..${head}`,
      '--',
    ],
    { cwd: worktree, reads: true },
  );
  return [...new Set(stdout.split('\0').filter((path) => path !== ''))].sort();
}
