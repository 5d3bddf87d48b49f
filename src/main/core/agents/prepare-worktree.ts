import { counted } from '../../../shared/count-words.ts';
import type { Repository } from '../git/repository.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import { hooksNotes } from '../worktree/hooks-note.ts';
import { copyIncluded } from '../worktree/include.ts';
import { fetchLargeFiles } from '../worktree/large-files.ts';
import { openSetUpLog } from '../worktree/set-up-script.ts';
import { fillSubmodules } from '../worktree/submodules.ts';

/** Milliseconds after which a set-up script is ended, so that a hanging one cannot block a start. */
const SETUP_LIMIT = 30 * 60 * 1000;
/** Lines of output shown in a failure. */
const LAST_LINES = 5;

export interface PrepareOptions {
  /** The trusted command, or null. */
  readonly setup: string | null;
  /** Whether programs of the repository may run. Without it submodules and large files stay empty. */
  readonly trusted?: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput: (text: string) => void;
  /** Reports progress while many files are copied. */
  readonly onCopied?: (done: number, total: number) => void;
  /** Path of the log, which is overwritten. */
  readonly log?: string;
}

export interface PreparedWorktree {
  /** Exit code of the set-up command: 124 after a timeout, 0 without a command. */
  readonly exit: number;
  /** The last lines of its output. */
  readonly last: readonly string[];
  /** Notes for the person, e.g. about a submodule that could not be filled. */
  readonly notes: readonly string[];
}

/**
 * Prepares a new worktree: submodules, large files, the files of `.worktreeinclude`, then the set-up command, which the
 * caller has checked for trust. All output goes to the log. Only the command can fail.
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
