import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import type { ProcessInfo } from './process-info.ts';

/** Prints one object or a list, with dates at full precision. */
const QUERY =
  'Get-CimInstance Win32_Process | ForEach-Object { @{ pid = $_.ProcessId; parent = $_.ParentProcessId;' +
  ' start = [string]$_.CreationDate.Ticks } } | ConvertTo-Json -Compress';

const listed = z.object({ pid: z.number(), parent: z.number(), start: z.string().catch('') });
const answer = z.union([z.array(listed), listed.transform((one) => [one])]);

/** All processes of a Windows system, which has no process groups, terminal sessions or zombies. */
export function listWindowsProcesses(): readonly ProcessInfo[] {
  const options = { encoding: 'utf8', windowsHide: true, maxBuffer: 64 * 1024 * 1024 } as const;
  const powershell = join(systemFolder(), 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const args = ['-NoProfile', '-NonInteractive', '-Command', QUERY];
  return parseWindowsProcesses(execFileSync(powershell, args, options));
}

/** The folder of Windows' own programs, used instead of the search path. */
export function systemFolder(): string {
  return join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
}

/** Throws for anything but the query's output. */
export function parseWindowsProcesses(text: string): readonly ProcessInfo[] {
  const all = answer.parse(JSON.parse(text));
  const starts = new Map(all.map(({ pid, start }) => [pid, start]));
  return all.map(({ pid, parent, start }) => ({
    pid,
    // Windows reuses pids quickly: a process that started after its child is not the parent.
    parent: isOlder(starts.get(parent), start) ? parent : NONE,
    group: NONE,
    session: NONE,
    zombie: false,
    start,
  }));
}

const NONE = -1;

/** Compares ticks as decimal text of any length. */
function isOlder(one: string | undefined, other: string): boolean {
  if (one === undefined || one === '' || other === '') return false;
  return one.length === other.length ? one <= other : one.length < other.length;
}
