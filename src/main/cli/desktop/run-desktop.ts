import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { type Explanation, explainEarlyEnd } from './explain-exit.ts';
import type { Screen } from './run-visibly.ts';

/** Milliseconds after which a running program counts as shown on Windows, where it cannot report that. */
const SHOWN_WINDOWS = 5_000;
/**
 * Elsewhere, milliseconds without a report after which a running program is neither a failed start nor known to show a
 * window.
 */
const SILENT = 30_000;
/** Milliseconds within which two signals count as one: Ctrl-C arrives from the terminal and from npm. */
const SAME_SIGNAL = 1_000;
/** Milliseconds for the app to exit after a signal, including rollback; shorter after a second one. */
const ENDS_WITHIN = 10_000;
const ENDS_AT_ONCE = 1_500;
/** Milliseconds to wait for remaining output after the program has exited; its children may hold the pipe. */
const LAST_WORDS = 500;
/** Characters of standard error kept for the explanation. */
const KEPT = 16_384;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** File descriptor on which the app reports the result of its start. */
const LAUNCH_FD = 3;

export interface DesktopStart {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called once when there is a window, with the app's pid. */
  readonly onShown: (pid: number) => void;
  /** Receives its standard error. */
  readonly screen: Screen;
  readonly platform?: NodeJS.Platform;
  /** For tests: replaces the delay after which silence is reported, or on Windows after which it counts as shown. */
  readonly silent?: number;
  /** For tests: replaces the time to exit after a signal. */
  readonly patience?: number;
}

export type DesktopEnd =
  /** It exited after its window was shown, with this code. */
  | { readonly kind: 'ended'; readonly code: number }
  /** A running app opened the project in a window. */
  | { readonly kind: 'handed over' }
  /** A signal arrived before there was a window. */
  | { readonly kind: 'interrupted' }
  | ({ readonly kind: 'failed' } & Explanation);

/**
 * Runs the desktop app until it exits. Forwards INT, TERM and HUP. The app has its own session, so that Ctrl-C reaches
 * it once, through us: Chromium exits at once at a second signal.
 */
export async function runDesktop(start: DesktopStart): Promise<DesktopEnd> {
  const platform = start.platform ?? process.platform;
  const windows = platform === 'win32';
  const child = spawn(start.binary, start.args, {
    env: windows ? start.env : { ...start.env, TRIBUTARY_LAUNCH_FD: String(LAUNCH_FD) },
    // Its stdout goes to our stderr: our stdout is for results only.
    stdio: stdio(windows),
    detached: !windows,
    windowsHide: false,
  });
  let word: string | null = null;
  const shown = () => {
    if (word !== null && word !== 'silent') return;
    word = 'shown';
    if (child.pid !== undefined) start.onShown(child.pid);
  };
  const silent = () => {
    if (windows) return shown();
    word ??= 'silent';
    start.screen.write('There is no window yet; still waiting. Ctrl-C ends it.\n');
  };
  const timer = setTimeout(silent, start.silent ?? (windows ? SHOWN_WINDOWS : SILENT));
  onFirstLine(child.stdio[LAUNCH_FD], (line) => {
    if (line === 'shown') shown();
    else if (word === null || word === 'silent') word = line;
  });
  const errors = keepErrors(child, start.screen);
  const signals = passSignals(child, start);
  try {
    const { error, code, signal } = await ended(child);
    if (word === 'handed over') return { kind: 'handed over' };
    if (word === 'shown' || word === 'silent') {
      const asked = signals.passed() && (code === null || code === 0);
      return { kind: 'ended', code: asked ? 0 : (code ?? 1) };
    }
    if (signals.passed()) return { kind: 'interrupted' };
    const end = { binary: start.binary, code, signal, stderr: errors() };
    return { kind: 'failed', ...explainEarlyEnd(error ? { ...end, error } : end) };
  } finally {
    clearTimeout(timer);
    signals.stop();
    // Processes that the app left running may hold the pipes, and so keep us alive.
    for (const stream of child.stdio) stream?.destroy();
  }
}

function stdio(windows: boolean): StdioOptions {
  return windows ? ['ignore', 2, 'pipe'] : ['ignore', 2, 'pipe', 'pipe'];
}

function onFirstLine(stream: unknown, take: (line: string) => void): void {
  if (!(stream instanceof Readable)) return;
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    const before = text.includes('\n');
    text += more;
    if (!before && text.includes('\n')) take(text.slice(0, text.indexOf('\n')));
  });
  // The pipe may be reset when the app exits without a report.
  stream.on('error', () => undefined);
}

function keepErrors(child: ChildProcess, screen: Screen): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-KEPT);
    screen.write(more);
  });
  return () => text;
}

interface Ended {
  readonly error?: NodeJS.ErrnoException;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((done) => {
    child.on('error', (error) => done({ error, code: null, signal: null }));
    child.on('exit', (code, signal) => {
      const end = { code, signal };
      child.on('close', () => done(end));
      setTimeout(() => done(end), LAST_WORDS).unref();
    });
  });
}

/** Forwards signals, ignoring duplicates. Kills an app that does not exit, and reports that. */
function passSignals(
  child: ChildProcess,
  { screen, patience }: Pick<DesktopStart, 'screen' | 'patience'>,
): { passed(): boolean; stop(): void } {
  let last = Number.NEGATIVE_INFINITY;
  let limit: NodeJS.Timeout | undefined;
  const kill = () => {
    screen.write('The app did not end by itself and was killed. Sessions go on.\n');
    child.kill('SIGKILL');
  };
  const pass = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (now - last < SAME_SIGNAL) return;
    const again = last !== Number.NEGATIVE_INFINITY;
    last = now;
    child.kill(signal);
    clearTimeout(limit);
    limit = setTimeout(kill, patience ?? (again ? ENDS_AT_ONCE : ENDS_WITHIN));
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return {
    passed: () => last !== Number.NEGATIVE_INFINITY,
    stop() {
      clearTimeout(limit);
      for (const signal of SIGNALS) process.off(signal, pass);
    },
  };
}
