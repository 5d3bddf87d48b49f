import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { startHere } from '../process.ts';
import { type ShellQuestion, shellQuestions } from './login-shells.ts';

/** Milliseconds for a login shell to run its start files; then its process group is ended. */
const PATIENCE = 10_000;
/** Milliseconds between TERM and KILL, for start files to release locks (e.g. pyenv's). */
const GRACE = 1_000;

export interface LoginEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** `login`: from the user's shell; `own`: no shell answered, so this process's environment is used. */
  readonly source: 'login' | 'own';
}

export interface LoginProbe {
  /** The environment of a login shell. Cached, except after a failure. */
  read(): Promise<LoginEnvironment>;
}

export interface LoginProbeOptions {
  /** Default: the user's shell according to the system. */
  readonly shell?: string;
  /** Milliseconds for each way of asking the shell. */
  readonly patience?: number;
  /** On Windows no shell is asked, because programs inherit the user's whole environment there. */
  readonly platform?: NodeJS.Platform;
}

/** Asks the login shell for its environment: a program started from a desktop does not have the user's PATH. */
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

/** This process's shared probe of the user's shell. */
export function userLoginProbe(): LoginProbe {
  const key = JSON.stringify([userShell(), process.env['HOME']]);
  const probe = userProbes.get(key) ?? createLoginProbe({});
  userProbes.set(key, probe);
  return probe;
}

/** The user's shell according to the system. On Windows `SHELL` is a path for Unix emulations only. */
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

/** Asks the shell in one way; null when it fails or does not answer in time. */
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
      // So that a start file that hangs in a child process is ended too.
      ownGroup: true,
      dropsErrors: true,
      onOutput(text) {
        said += text;
        const env = parseAnswer(said, marker);
        if (env) finish(env);
      },
    });
    // A hanging shell must not outlive this process.
    const endNow = () => shell.kill('SIGKILL');
    process.once('exit', endNow);
    // A shell that has answered exits by itself, and background processes of its start files go on, as after any login.
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
 * Parses the shell's output: marker, NUL-terminated variables, marker, variables on lines, marker. The second list is
 * for systems whose `env` has no `-0`. Null until the last marker has arrived.
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
  // Set by us for the question, or by the shell itself.
  for (const name of ['TERM', '_']) delete env[name];
  return Object.keys(env).length > 0 ? env : null;
}

/** A line that starts no variable continues the previous value. */
function joinedLines(text: string): string[] {
  const entries: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    if (/^[A-Za-z_]\w*=/.test(line) || entries.length === 0) entries.push(line);
    else entries.push(`${entries.pop()}\n${line}`);
  }
  return entries;
}
