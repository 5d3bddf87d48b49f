import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreFailure } from '../failure.ts';
import { waitFor } from '../process.ts';
import { backgroundUrgency } from './background.ts';
import { findGit } from './binary.ts';
import { gitFailure } from './failures.ts';
import { Limit } from './limit.ts';
import type { Listing } from './listings.ts';
import {
  configFingerprint,
  driverSettings,
  hasIncludes,
  NAMED_PROGRAMS,
  settingsEnvironment,
} from './neutral.ts';
import { parentMark, startProcess } from './start-process.ts';

/** Most git processes at a time: ten worktrees are created in parallel, and more would only compete for the disk. */
const PROCESSES = 12;
/** Most background git processes at a time: status, radar. */
const BACKGROUND_PROCESSES = 2;
const READ_TIMEOUT_MS = 60_000;
const WRITE_TIMEOUT_MS = 600_000;
/** Milliseconds between TERM, on which git removes its lock files, and KILL. */
const KILL_AFTER_MS = 3_000;
const READ_RETRIES = 20;
const RETRY_MS = 20;
/** Milliseconds for which settings are cached when other files are included, which are not fingerprinted. */
const INCLUDED_SETTINGS_MS = 30_000;
/**
 * Milliseconds for which settings are cached otherwise: the user's own configuration is not fingerprinted either, and
 * rarely changes.
 */
const SETTINGS_MS = 600_000;

export interface GitOptions {
  readonly cwd: string;
  /** Exit codes that are valid results; any other throws. */
  readonly expect?: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** Read-only: takes no optional locks and has a shorter timeout. */
  readonly reads?: boolean;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

const limit = new Limit(PROCESSES);
const backgroundLimit = new Limit(BACKGROUND_PROCESSES);
interface Settings {
  readonly print: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly env: Record<string, string>;
}
const settings = new Map<string, Settings>();

/**
 * Runs git with an argument list, never through a shell, with every program that the repository could configure
 * disabled. Throws CoreFailure on unexpected exit codes and timeouts, and the signal's reason when aborted.
 */
export async function runGit(args: readonly string[], options: GitOptions): Promise<GitOutput> {
  options.signal?.throwIfAborted();
  const urgency = backgroundUrgency();
  return (urgency ? backgroundLimit : limit).run(async () => {
    const { path } = await findGit();
    const env = { ...(await neutralEnvironment(path, options)), ...options.env };
    let output = await spawnGit([path, ...args], env, options);
    for (let left = READ_RETRIES; options.reads && left > 0 && isHalfWritten(output); left -= 1) {
      await pause(RETRY_MS);
      output = await spawnGit([path, ...args], env, options);
    }
    if ((options.expect ?? [0]).includes(output.code)) return output;
    throw gitFailure({ args, cwd: options.cwd, code: output.code, stderr: output.stderr });
  }, urgency === 'first');
}

export type ListingOptions = Omit<GitOptions, 'reads'>;

/** Runs a git command and parses its output. Throws as `runGit` does. */
export async function runListing<Item>(
  listing: Listing<Item>,
  options: ListingOptions,
): Promise<Item[]> {
  const { stdout } = await runGit(listing.args, { ...options, reads: true });
  return listing.parse(stdout);
}

/**
 * Starts a long-lived git that answers requests over its pipes, with the same programs disabled as in `runGit`. Does
 * not keep this process alive; the caller ends it by closing its stdin.
 */
export async function startGit(
  args: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env'>,
): Promise<ChildProcess> {
  const { path } = await findGit();
  const reading = { ...options, reads: true };
  const env = { ...(await neutralEnvironment(path, reading)), ...options.env };
  const child = spawn(path, args, { cwd: options.cwd, env, shell: false, windowsHide: true });
  child.unref();
  return child;
}

/** Commands that read all worktrees fail while one is being added. */
function isHalfWritten({ code, stderr }: GitOutput): boolean {
  return code === 128 && /failed to read .*(commondir|gitdir)/.test(stderr);
}

async function neutralEnvironment(path: string, options: GitOptions) {
  const own = {
    ...inheritedEnvironment(),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_EDITOR: 'true',
    ...parentMark(),
    ...(options.reads ? { GIT_OPTIONAL_LOCKS: '0' } : {}),
  };
  // One of our own repositories: nobody's configuration applies.
  if (options.env?.GIT_DIR !== undefined) return { ...own, ...settingsEnvironment([]) };
  const { cwd } = options;
  const print = await configFingerprint(cwd);
  const known = settings.get(cwd);
  if (known?.print === print && Date.now() < known.until) return { ...own, ...known.env };
  const answer = await spawnGit([path, ...NAMED_PROGRAMS.args], own, { cwd, reads: true });
  // 1: no such setting. Any other error (no repository, dubious ownership) will be reported by the command itself.
  const config = answer.code === 0 ? NAMED_PROGRAMS.parse(answer.stdout) : [];
  const env = settingsEnvironment(driverSettings(config));
  const lasts = hasIncludes(config) ? INCLUDED_SETTINGS_MS : SETTINGS_MS;
  settings.set(cwd, { print, until: Date.now() + lasts, env });
  return { ...own, ...env };
}

function inheritedEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !name.startsWith('GIT_') && name !== 'LANGUAGE') kept[name] = value;
  }
  return kept;
}

async function spawnGit(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  options: GitOptions,
): Promise<GitOutput> {
  try {
    return await watchOver(argv, env, options);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw await spawnFailure(error, options.cwd);
  }
}

async function watchOver(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  options: GitOptions,
): Promise<GitOutput> {
  const [path = '', ...args] = argv;
  const { cwd, input, signal } = options;
  const running = startProcess({
    file: path,
    args,
    cwd,
    env,
    input,
    yields: backgroundUrgency() === 'later',
  });
  const limitMs = options.timeoutMs ?? (options.reads ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS);
  const end = await waitFor(running, { timeoutMs: limitMs, graceMs: KILL_AFTER_MS, signal });
  if (end.timedOut) throw timeoutFailure(args, cwd, limitMs);
  const { code, stdout, stderr } = end;
  const bytes = Buffer.from(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  return { code, stdout: bytes.toString('utf8'), bytes, stderr };
}

function timeoutFailure(args: readonly string[], cwd: string, limitMs: number): CoreFailure {
  return new CoreFailure({
    code: 'git.timedOut',
    message: `git ${args[0] ?? ''} in ${cwd} did not end within ${Math.round(limitMs / 1000)} s.`,
    data: { command: ['git', ...args], cwd },
  });
}

async function spawnFailure(error: Error, cwd: string): Promise<Error> {
  const folder = await stat(cwd).catch(() => null);
  if (folder?.isDirectory()) return error;
  return new CoreFailure({
    code: 'project.notARepository',
    message: folder ? `${cwd} is not a folder.` : `${cwd} does not exist.`,
    remedy: 'Choose a folder that holds a git repository.',
    data: { path: cwd },
  });
}
