import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { startHere } from '../process.ts';
import { type ShellQuestion, shellQuestions } from './login-shells.ts';

/** Milliseconds for a login shell to read its start files; then it is ended with all it started. */
const PATIENCE = 10_000;
/** Milliseconds for start files to take back what they hold (pyenv its lock) before they are killed. */
const GRACE = 1_000;

export interface LoginEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** `login` from the user's shell, `own` when no shell answered: then this process's environment stands in. */
  readonly source: 'login' | 'own';
}

export interface LoginProbe {
  /** The environment of a login shell. Asked once; a failure is not remembered. */
  read(): Promise<LoginEnvironment>;
}

export interface LoginProbeOptions {
  /** Default: the user's shell, as the system knows it. */
  readonly shell?: string;
  /** Milliseconds for each of the ways that the shell is asked in. */
  readonly patience?: number;
  /** Where it runs; on Windows no shell is asked, since programs get the user's whole environment there. */
  readonly platform?: NodeJS.Platform;
}

/** A program started from a desktop has no PATH of the user's: only their login shell knows it. */
export function createLoginProbe(options: LoginProbeOptions): LoginProbe {
  const shell = options.shell ?? userShell();
  let pending: Promise<LoginEnvironment> | null = null;

  async function probe(): Promise<LoginEnvironment> {
    const marker = randomUUID();
    for (const question of shellQuestions(shell, marker)) {
      const env = await ask(question, marker, options.patience ?? PATIENCE);
      if (env) return { env, source: 'login' };
    }
    pending = null;
    return { env: ownEnvironment(), source: 'own' };
  }

  return {
    async read() {
      if ((options.platform ?? process.platform) === 'win32') {
        return { env: ownEnvironment(), source: 'own' };
      }
      pending ??= probe();
      return pending;
    },
  };
}

const userProbes = new Map<string, LoginProbe>();

/** The one probe of this process for the user's shell: whoever asks next has the answer without a wait. */
export function userLoginProbe(): LoginProbe {
  const key = JSON.stringify([userShell(), process.env['HOME']]);
  const probe = userProbes.get(key) ?? createLoginProbe({});
  userProbes.set(key, probe);
  return probe;
}

/** The user's shell as the system knows it. On Windows `SHELL` is a path that only an emulation of Unix can read. */
export function userShell(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return process.env['ComSpec'] || 'cmd.exe';
  return process.env['SHELL'] || userInfo().shell || '/bin/sh';
}

function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Runs the shell on one question; null when it does not answer in time or fails. */
function ask(
  question: ShellQuestion,
  marker: string,
  patience: number,
): Promise<Record<string, string> | null> {
  return new Promise((resolve) => {
    let said = '';
    const shell = startHere({
      file: question.file,
      args: question.args,
      argv0: question.argv0,
      env: { ...ownEnvironment(), TERM: 'dumb' },
      // A start file that hangs in a child of the shell is ended with it.
      ownGroup: true,
      dropsErrors: true,
      onOutput(text) {
        said += text;
        const env = parseAnswer(said, marker);
        if (env) finish(env);
      },
    });
    // A shell that hangs must not outlive whoever asked it.
    const endNow = () => shell.kill('SIGKILL');
    process.once('exit', endNow);
    // One that has answered ends by itself, and what its start files left at work goes on, as after any login.
    const timer = setTimeout(() => {
      finish(null);
      shell.kill('SIGHUP');
      shell.kill('SIGTERM');
      setTimeout(endNow, GRACE);
    }, patience);
    const finish = (env: Record<string, string> | null) => {
      process.off('exit', endNow);
      shell.letGo();
      timer.unref();
      resolve(env);
    };
    shell.exited.finally(() => clearTimeout(timer)).catch(() => undefined);
    shell.ended.catch(() => undefined).then(() => finish(null));
  });
}

/**
 * Reads what a shell printed: the marker, variables that end in NUL, the marker, variables a line each, the marker. The
 * second list serves systems whose `env` knows no `-0`. Null until the last marker has come.
 */
function parseAnswer(text: string, marker: string): Record<string, string> | null {
  const [, exact = '', lines = '', end] = text.split(`${marker}\n`);
  if (end === undefined) return null;
  const entries = exact.includes('\0') ? exact.split('\0') : joinedLines(lines);
  const env: Record<string, string> = {};
  for (const entry of entries) {
    const [, name, value] = /^([^=\s]+)=([\s\S]*)$/.exec(entry) ?? [];
    if (name !== undefined && value !== undefined) env[name] = value;
  }
  // What we set for the question, and what a shell says of itself.
  for (const name of ['TERM', '_']) delete env[name];
  return Object.keys(env).length > 0 ? env : null;
}

/** A line that begins no variable goes on with the value before it. */
function joinedLines(text: string): string[] {
  const entries: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    if (/^[A-Za-z_]\w*=/.test(line) || entries.length === 0) entries.push(line);
    else entries.push(`${entries.pop()}\n${line}`);
  }
  return entries;
}
