import { readdir, readFile } from 'node:fs/promises';
import { startHere } from './process.ts';

/** Identifies a process beyond its pid, which may be reused. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in the system's format; null where it is unavailable. */
  readonly started: string | null;
}

let own: Promise<ProcessIdentity> | null = null;

export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= startOf(process.pid).then((started) => ({ pid: process.pid, started }));
  return own;
}

/** Whether exactly that process still runs. True when in doubt. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  if (identity.started === null) return true;
  const started = await startOf(identity.pid);
  return started === null || started === identity.started;
}

/** Field 22 of Linux' `stat` (ticks since boot) with the boot id, because ticks repeat after a reboot. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    // The second field, the program's name, may contain spaces and parentheses.
    const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot.trim()}:${ticks}`;
  }
  if (process.platform === 'win32') return null;
  try {
    const args = ['-o', 'lstart=', '-p', String(pid)];
    const { stdout } = await startHere({ file: 'ps', args, env: process.env }).ended;
    return Buffer.from(stdout).toString('utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Pids of git processes that outlived the process that started them. Empty outside Linux. */
export function orphanedGit(parent: number): Promise<number[]> {
  return processesMarked(`TRIBUTARY_GIT=${parent}`);
}

/** Pids of processes with this `NAME=value` in their environment. Empty outside Linux. */
export async function processesMarked(mark: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(mark) ? Number(pid) : null;
    }),
  );
  return found.filter((pid): pid is number => pid !== null);
}
