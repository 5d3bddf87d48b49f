import { counted } from '../../../shared/count-words.ts';
import type { Repository } from '../git/repository.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import { hooksNotes } from '../worktree/hooks-note.ts';
import { copyIncluded } from '../worktree/include.ts';
import { fetchLargeFiles } from '../worktree/large-files.ts';
import { openSetUpLog } from '../worktree/set-up-script.ts';
import { fillSubmodules } from '../worktree/submodules.ts';

/** A set-up script that hangs must not hold a start for ever, in milliseconds. */
const SETUP_LIMIT = 30 * 60 * 1000;
/** Lines of output that a failure names. */
const LAST_LINES = 5;

export interface PrepareOptions {
  /** The trusted line, or null. */
  readonly setup: string | null;
  /** Whether programs of the repository may run: submodules and large files are left alone otherwise. */
  readonly trusted?: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput: (text: string) => void;
  /** Called now and then while many files are copied. */
  readonly onCopied?: (done: number, total: number) => void;
  /** A file that keeps the output; it begins anew. */
  readonly log?: string;
}

export interface PreparedWorktree {
  /** Of the set-up line: 124 when it took too long, 0 without one. */
  readonly exit: number;
  /** The last lines of its output. */
  readonly last: readonly string[];
  /** What a person should know of this worktree, e.g. a submodule that could not be filled. */
  readonly notes: readonly string[];
}

/**
 * Makes a new worktree ready to work in: submodules, large files, files of `.worktreeinclude`, then the set-up line
 * (trusted by the caller). All output is kept in the log. Only the line can fail.
 */
export async function prepareWorktree(
  repo: Repository,
  worktree: string,
  options: PrepareOptions,
): Promise<PreparedWorktree> {
  const { setup, signal, onCopied } = options;
  const log = await openSetUpLog(options.log ?? null);
  const say = (text: string) => {
    log.write(text);
    options.onOutput(text);
  };
  try {
    const notes = await prepareFiles(repo, worktree, { ...options, onOutput: say });
    for (const note of notes) say(`${note}\n`);
    const included = await copyIncluded(repo, worktree, { signal, onCopied });
    if (included.copied.length > 0)
      say(`Copied ${counted(included.copied.length, 'file')} of .worktreeinclude.\n`);
    for (const { path, reason } of included.skipped) say(`Not copied: ${path}: ${reason}\n`);
    if (setup === null) return { exit: 0, last: [], notes };
    say(`$ ${setup}\n`);
    log.begin();
    const outcome = await runTrustedLine(setup, {
      cwd: worktree,
      env: options.env,
      timeoutMs: SETUP_LIMIT,
      signal,
      onOutput: say,
    });
    const exit = outcome.timedOut ? 124 : (outcome.code ?? 1);
    const last = log.lastLines(LAST_LINES);
    say(outcome.timedOut ? '(took too long)\n' : `(exit code ${exit})\n`);
    return { exit, last, notes };
  } finally {
    await log.close();
  }
}

async function prepareFiles(
  repo: Repository,
  worktree: string,
  { trusted = false, signal, onOutput }: PrepareOptions,
): Promise<string[]> {
  const hooks = await hooksNotes(repo);
  return [
    ...(await fillSubmodules(repo, worktree, { trusted, signal, onOutput })),
    ...(await fetchLargeFiles(worktree, { trusted, signal })),
    ...(await hooks(worktree)),
  ];
}
