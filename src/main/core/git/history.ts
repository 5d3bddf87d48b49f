import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run.ts';

/** Larger untracked files count as changed without lines. */
const COUNTED_BYTES = 1_000_000;

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
export async function changedSince(
  worktree: string,
  base: string,
  signal?: AbortSignal,
): Promise<ChangedFile[]> {
  const args = ['diff', '--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'];
  args.push('--ignore-submodules=dirty', '--end-of-options', base, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true, signal });
  return parseNumstat(stdout);
}

/** Files that two commits differ in. */
export async function changedBetween(worktree: string, range: Range): Promise<ChangedFile[]> {
  const args = ['diff-tree', '-r', '--numstat', '-z', '--no-renames', '--no-ext-diff'];
  args.push('--no-textconv', '--end-of-options', range.base, range.head, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return parseNumstat(stdout);
}

function parseNumstat(text: string): ChangedFile[] {
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

/** Untracked files as `changedSince` would show them once they are added. */
export async function countUntracked(
  worktree: string,
  paths: readonly string[],
): Promise<ChangedFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      const insertions = await countLines(join(worktree, path)).catch(() => 0);
      return { path, insertions, deletions: 0 };
    }),
  );
}

async function countLines(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const info = await handle.stat();
    if (!info.isFile() || info.size === 0 || info.size > COUNTED_BYTES) return 0;
    const bytes = await handle.readFile();
    if (bytes.includes(0)) return 0;
    const feeds = bytes.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0);
    return bytes.at(-1) === 0x0a ? feeds : feeds + 1;
  } finally {
    await handle.close();
  }
}

export interface CommitLine {
  readonly oid: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Commits of `head` that `base` does not have, newest first. */
export async function commitsSince(worktree: string, range: Range): Promise<CommitLine[]> {
  const args = ['log', '-z', '--format=%H%x09%at%x09%an%x09%s', '--no-show-signature'];
  args.push('--end-of-options', `${range.base}..${range.head}`, '--');
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return stdout
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const [oid = '', at = '', author = '', ...subject] = record.split('\t');
      return { oid, author, at: Number(at) * 1000, subject: subject.join('\t') };
    });
}

export async function countCommits(worktree: string, range: Range): Promise<number> {
  const args = ['rev-list', '--count', '--end-of-options', `${range.base}..${range.head}`, '--'];
  const { stdout } = await runGit(args, { cwd: worktree, reads: true });
  return Number(stdout.trim());
}
