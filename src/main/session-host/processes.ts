import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { ProcessInfo } from './process-info.ts';
import { listWindowsProcesses } from './processes-windows.ts';

/** Null when the process does not exist. Zombies count until their parent reaps them. */
export function processInfo(pid: number): ProcessInfo | null {
  if (platform() !== 'linux') return listProcesses().find((info) => info.pid === pid) ?? null;
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Exited between listing and reading.
    return null;
  }
}

export function isSameProcess(info: Pick<ProcessInfo, 'pid' | 'start'>): boolean {
  const now = processInfo(info.pid);
  return now !== null && !now.zombie && now.start === info.start;
}

export function listProcesses(): readonly ProcessInfo[] {
  if (platform() === 'win32') return listWindowsProcesses();
  if (platform() !== 'linux') return listWithPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processInfo(Number(name)))
    .filter((info) => info !== null);
}

/** Whether the process was started with this `NAME=value` in its environment. False where that cannot be read. */
export function hasEnvironment(pid: number, entry: string): boolean {
  if (platform() !== 'linux') return false;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(entry);
  } catch {
    // Another user's process, or it has exited.
    return false;
  }
}

/** The command is in parentheses and may itself hold spaces and parentheses. */
function parseStat(text: string): ProcessInfo {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const pid = Number.parseInt(text, 10);
  const at = (index: number) => fields[index] ?? '';
  return {
    pid,
    zombie: at(0) === 'Z' || at(0) === 'X',
    parent: Number(at(1)),
    group: Number(at(2)),
    session: Number(at(3)),
    start: at(19),
  };
}

function listWithPs(): readonly ProcessInfo[] {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], { encoding: 'utf8' });
  return text
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, group, state, start]) => ({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      // `ps` has no portable session column; the group and the parents lead to the same processes.
      session: Number(group),
      zombie: state?.startsWith('Z') ?? false,
      start: start?.trim() ?? '',
    }));
}
