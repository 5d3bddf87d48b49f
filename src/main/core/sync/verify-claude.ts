import { sessionEnvironment } from '../session/environment.ts';
import { findClaude } from '../session/find-claude.ts';
import { userLoginProbe } from '../session/login-environment.ts';
import { tributaryHome } from '../session/tributary-home.ts';
import { runProgram } from '../trust/program.ts';

/** Allows reading and running checks, but no tool that edits files. Unlisted tools are denied. */
const ALLOWED = 'Read,Grep,Glob,Bash';
const DENIED = 'Edit,MultiEdit,Write,NotebookEdit';

const SYSTEM_PROMPT =
  'You verify a merge in the current folder. Change no files. End your answer with one line: ' +
  '"VERDICT: pass" when everything holds, else "VERDICT: fail".';

/** Characters of an answer that are shown as the reason when it did not pass. */
const SHOWN = 400;

/** Path and environment of `claude`, found once for all commands of a verification. */
export interface ClaudeProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Finds `claude` before anything is created. Throws `claude.notFound`. */
export async function claudeProgram(): Promise<ClaudeProgram> {
  const login = userLoginProbe();
  const { path } = await findClaude(tributaryHome(), login);
  return { file: path, env: sessionEnvironment((await login.read()).env, {}) };
}

interface CommandRun {
  readonly cwd: string;
  /** Added to the environment of `claude`. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

/** Runs one `claude` command without a terminal; null if it reports a pass, else the reason. */
export async function runClaudeCommand(
  program: ClaudeProgram,
  command: string,
  run: CommandRun,
): Promise<string | null> {
  let text = '';
  const args = ['-p', '--output-format', 'text', '--permission-mode', 'dontAsk'];
  args.push('--allowedTools', ALLOWED, '--disallowedTools', DENIED);
  args.push('--append-system-prompt', SYSTEM_PROMPT, '--', command);
  const outcome = await runProgram(program.file, args, {
    ...run,
    env: { ...program.env, ...run.env },
    onOutput(chunk) {
      text += chunk;
      run.onOutput(chunk);
    },
  });
  if (outcome.timedOut) return `did not end within ${run.timeoutMs / 1000} s`;
  if (outcome.code !== 0)
    return outcome.code === null
      ? 'was ended by a signal'
      : `ended with exit code ${outcome.code}: ${text.trim().slice(-SHOWN)}`;
  return reasonOf(text);
}

/** Null for a pass; anything but an explicit pass is a failure. */
export function reasonOf(answer: string): string | null {
  const lines = answer.trim().split('\n');
  const verdict = /^VERDICT: (pass|fail)\.?$/i.exec(
    (lines.at(-1) ?? '').replace(/[*_`\s]+/g, ' ').trim(),
  );
  if (verdict?.[1]?.toLowerCase() === 'pass') return null;
  const reason = (verdict ? lines.slice(0, -1) : lines).join('\n').trim().slice(-SHOWN);
  return verdict
    ? `reported a failure: ${reason}`
    : `gave no verdict: ${reason || 'no answer at all'}`;
}
