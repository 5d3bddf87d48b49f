import { runGit } from './run-git.ts';
import { gitDirOf, type Operation, operationIn } from './worktree-entries.ts';

/** git status of one worktree. Paths are relative to its root. */
export interface WorktreeStatus {
  readonly head: string | null;
  /** Null when detached. */
  readonly branch: string | null;
  /** Has changed, staged, untracked or conflicted files, or an operation in progress. */
  readonly dirty: boolean;
  /** Tracked files that differ from HEAD, staged or not. */
  readonly changed: readonly string[];
  /** The files in `changed` whose staged version differs from HEAD. */
  readonly staged: readonly string[];
  readonly untracked: readonly string[];
  readonly conflicted: readonly string[];
  /** Only filled on request. */
  readonly ignored: readonly string[];
  readonly operation: Operation | null;
}

interface StatusOptions {
  readonly ignored?: boolean;
  /** Limits the status to these files and folders, relative to the worktree. */
  readonly paths?: readonly string[];
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the status of one worktree. Nested repositories end with a slash. Throws `git.timedOut` and others: a failed
 * status is unknown, never clean. Submodules count as changed only by their checked-out commit.
 */
export async function readStatus(
  worktree: string,
  options: StatusOptions = {},
): Promise<WorktreeStatus> {
  const args = ['status', '--porcelain=v2', '-z', '--branch', '--untracked-files=all'];
  // Do not look into submodules: their configuration could name programs.
  args.push('--ignore-submodules=dirty', '--no-renames', '--no-ahead-behind');
  if (options.ignored) args.push('--ignored=traditional');
  const { timeoutMs, signal } = options;
  const env = { GIT_LITERAL_PATHSPECS: '1' };
  if (options.paths) args.push('--', ...options.paths);
  const [{ stdout }, gitDir] = await Promise.all([
    runGit(args, { cwd: worktree, reads: true, timeoutMs, signal, env }),
    gitDirOf(worktree),
  ]);
  const status = parseStatus(stdout);
  const operation = await operationIn(gitDir);
  const files = status.changed.length + status.untracked.length + status.conflicted.length;
  return { ...status, operation, dirty: files > 0 || operation !== null };
}

function parseStatus(text: string): Omit<WorktreeStatus, 'operation' | 'dirty'> {
  const changed: string[] = [];
  const staged: string[] = [];
  const untracked: string[] = [];
  const conflicted: string[] = [];
  const ignored: string[] = [];
  let head: string | null = null;
  let branch: string | null = null;
  for (const record of text.split('\0')) {
    const kind = record.slice(0, 1);
    if (record.startsWith('# branch.oid ')) head = record.slice(13);
    else if (record.startsWith('# branch.head ')) branch = record.slice(14);
    else if (kind === '1') {
      const path = afterFields(record, 8);
      changed.push(path);
      if (record.charAt(2) !== '.') staged.push(path);
    } else if (kind === 'u') conflicted.push(afterFields(record, 10));
    else if (kind === '?') untracked.push(record.slice(2));
    else if (kind === '!') ignored.push(record.slice(2));
  }
  return {
    head: head === '(initial)' ? null : head,
    branch: branch === '(detached)' ? null : branch,
    changed,
    staged,
    untracked,
    conflicted,
    ignored,
  };
}

/** The path after `count` fields without spaces; it may contain spaces itself. */
function afterFields(record: string, count: number): string {
  let at = 0;
  for (let field = 0; field < count; field += 1) at = record.indexOf(' ', at) + 1;
  return record.slice(at);
}
