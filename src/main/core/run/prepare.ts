import type { Repository } from '../git/repository.ts';
import { runTrustedLine } from '../trust/shell.ts';
import { copyIncluded } from '../worktree/include.ts';

/** A set-up script that hangs must not hold a start for ever, in milliseconds. */
const SETUP_LIMIT = 30 * 60 * 1000;

/**
 * Makes a new worktree ready to work in: files of `.worktreeinclude`, then the set-up line (trusted by the caller).
 * Answers the line's exit code; 124 when it took too long, 0 without one.
 */
export async function prepareWorktree(
  repo: Repository,
  worktree: string,
  options: {
    readonly setup: string | null;
    readonly env: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal | undefined;
    readonly onOutput: (text: string) => void;
  },
): Promise<{ readonly exit: number }> {
  const included = await copyIncluded(repo, worktree, options.signal);
  if (included.copied.length > 0) {
    options.onOutput(`Copied ${included.copied.length} files of .worktreeinclude.\n`);
  }
  for (const { path, reason } of included.skipped)
    options.onOutput(`Not copied: ${path}: ${reason}\n`);
  if (options.setup === null) return { exit: 0 };
  const outcome = await runTrustedLine(options.setup, {
    cwd: worktree,
    env: options.env,
    timeoutMs: SETUP_LIMIT,
    signal: options.signal,
    onOutput: options.onOutput,
  });
  return { exit: outcome.timedOut ? 124 : (outcome.code ?? 1) };
}
