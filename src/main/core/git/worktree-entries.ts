import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDirAt } from './in-process.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run-git.ts';

/** One entry of `git worktree list`. */
export interface WorktreeEntry {
  readonly path: string;
  /** Null when its branch has no commit yet. */
  readonly head: string | null;
  /** Short name; null when detached. */
  readonly branch: string | null;
  /** The reason, possibly empty; null when not locked. */
  readonly locked: string | null;
  /** Its folder is missing. */
  readonly prunable: boolean;
  readonly main: boolean;
}

/** All worktrees known to git, the main checkout first. */
export async function worktreeEntries(
  repo: Pick<Repository, 'path'>,
  signal?: AbortSignal,
): Promise<WorktreeEntry[]> {
  const { stdout } = await runGit(['worktree', 'list', '--porcelain', '-z'], {
    cwd: repo.path,
    reads: true,
    signal,
  });
  return stdout
    .split('\0\0')
    .filter((record) => record !== '')
    .map((record, index) => parseEntry(record, index === 0));
}

function parseEntry(record: string, main: boolean): WorktreeEntry {
  const facts = new Map(
    record.split('\0').map((line) => {
      const end = line.indexOf(' ');
      return end < 0 ? ([line, ''] as const) : ([line.slice(0, end), line.slice(end + 1)] as const);
    }),
  );
  const head = facts.get('HEAD') ?? null;
  return {
    path: facts.get('worktree') ?? '',
    head: head === null || /^0+$/.test(head) ? null : head,
    branch: facts.get('branch')?.replace(/^refs\/heads\//, '') ?? null,
    locked: facts.get('locked') ?? null,
    prunable: facts.has('prunable'),
    main,
  };
}

/** The private git directory of a worktree: read from its `.git` file if that is intact, otherwise from git. */
export async function gitDirOf(worktree: string): Promise<string> {
  const found = await gitDirAt(worktree).catch(() => null);
  if (found !== null && (await stat(join(found, 'HEAD')).catch(() => null))) return found;
  const { stdout } = await runGit(['rev-parse', '--absolute-git-dir'], {
    cwd: worktree,
    reads: true,
  });
  return stdout.replace(/\n$/, '');
}

/** An operation in progress in a worktree. */
export type Operation = 'merge' | 'rebase' | 'am' | 'cherry-pick' | 'revert' | 'bisect';

const MARKS: readonly (readonly [file: string, operation: Operation])[] = [
  ['rebase-apply/applying', 'am'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

export async function operationIn(gitDir: string): Promise<Operation | null> {
  for (const [file, operation] of MARKS) {
    if (await stat(join(gitDir, file)).catch(() => null)) return operation;
  }
  return null;
}
