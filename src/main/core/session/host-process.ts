import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { FindNodePrograms } from './node-program.ts';

/** Log size in bytes above which the next host starts a new log. */
const MAX_LOG = 1024 * 1024;

/** Exit code of a host when another one serves the folder, which is then used. */
const ANOTHER_RUNS = 3;

export interface HostProgram {
  readonly programs: FindNodePrograms;
  readonly version: string;
  readonly home: string;
}

/**
 * Starts a session host that outlives this process. When another one is running it exits at once; either way a host
 * listens soon. Resolves once the process runs, with a function that tells whether it has failed since.
 */
export async function spawnHost(
  program: HostProgram,
  directory: string,
): Promise<() => string | null> {
  const { node, scripts } = await program.programs();
  const log = openLog(program.home);
  const words = ['--directory', directory, '--version', program.version];
  const child = spawn(node.file, [join(scripts, 'session-host.js'), ...words], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...hostEnvironment(program.home), ...node.env },
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  let failed: string | null = null;
  child.once('exit', (code) => {
    if (code !== 0 && code !== ANOTHER_RUNS) failed = `it ended with ${code ?? 'a signal'}`;
  });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(() => failed));
    child.once('error', (error) => reject(notStarted(error.message)));
  });
}

export function notStarted(reason: string): CoreFailure {
  return new CoreFailure({
    code: 'host.notStarted',
    message: `The session host did not start: ${reason}.`,
  });
}

/** Sessions have environments of their own, so the host needs little more than a home. */
function hostEnvironment(home: string): Record<string, string> {
  const kept = ['HOME', 'PATH', 'USER', 'LOGNAME', 'LANG', 'TMPDIR', 'TZ'];
  const env: Record<string, string> = { TRIBUTARY_HOME: home };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

function openLog(home: string): number {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'session-host.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > MAX_LOG ? 'w' : 'a', 0o600);
}
