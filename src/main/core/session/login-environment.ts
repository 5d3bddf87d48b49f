import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';

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

/** A program started from a desktop has no PATH of the user's: only their login shell knows it. */
export function createLoginProbe(options: {
  readonly shell?: string;
  readonly patience?: number;
}): LoginProbe {
  const shell = options.shell ?? userShell();
  let pending: Promise<LoginEnvironment> | null = null;

  async function probe(): Promise<LoginEnvironment> {
    for (const flags of ['-ilc', '-lc']) {
      const env = await ask(shell, flags, options.patience ?? PATIENCE);
      if (env) return { env, source: 'login' };
    }
    pending = null;
    return { env: ownEnvironment(), source: 'own' };
  }

  return {
    read() {
      pending ??= probe();
      return pending;
    },
  };
}

/** The user's shell as the system knows it. */
export function userShell(): string {
  return process.env['SHELL'] || userInfo().shell || '/bin/sh';
}

function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Runs node inside the shell to print the environment between markers, since start files may print anything around it.
 * Null when it does not answer in time or fails.
 */
function ask(
  shell: string,
  flags: string,
  patience: number,
): Promise<Record<string, string> | null> {
  const marker = randomUUID();
  const script = `process.stdout.write('${marker}'+JSON.stringify(process.env)+'${marker}')`;
  const command = `ELECTRON_RUN_AS_NODE=1 ${quote(process.execPath)} -e ${quote(script)}`;
  return new Promise((resolve) => {
    const child = spawn(shell, [flags, command], {
      // Its own group: a start file that hangs in a child of the shell is ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...ownEnvironment(), TERM: 'dumb' },
    });
    let text = '';
    let done = false;
    const finish = (env: Record<string, string> | null) => {
      if (done) return;
      done = true;
      child.stdout.destroy();
      child.unref();
      timer.unref();
      resolve(env);
    };
    // One that has answered ends by itself, and what its start files left at work goes on, as after any login.
    const timer = setTimeout(() => {
      finish(null);
      if (child.pid) endGroup(child.pid);
    }, patience);
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const [, json] = text.split(marker, 3);
      if (json !== undefined && text.split(marker).length > 2) finish(parse(json));
    });
    child.once('error', () => finish(null));
    child.once('exit', () => clearTimeout(timer));
    child.once('close', () => finish(null));
  });
}

function parse(json: string): Record<string, string> | null {
  try {
    const { ELECTRON_RUN_AS_NODE: _ours, TERM: _term, ...env } = JSON.parse(json);
    return env;
  } catch {
    // Cut in the middle of a character or overwritten by a start file: as if it had not answered.
    return null;
  }
}

function endGroup(pid: number): void {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  };
  send('SIGHUP');
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), GRACE);
}

/** Single quotes for a POSIX shell and for fish, which differ only in what we do not use. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
