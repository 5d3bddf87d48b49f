import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessInfo } from './process-info.ts';
import { systemFolder } from './processes-windows.ts';

/** Milliseconds that a tree has to exit after it was asked. */
const GRACE = 2000;

export interface WindowsSystem {
  /** The living processes of the tree. */
  members(): readonly Pick<ProcessInfo, 'pid'>[];
  /** Runs `taskkill` with these arguments and ignores its result. */
  taskkill(args: readonly string[]): Promise<void>;
  pause(milliseconds: number): Promise<unknown>;
}

const taskkill: WindowsSystem['taskkill'] = (args) =>
  new Promise((done) => {
    // taskkill fails when the process has already exited.
    const program = join(systemFolder(), 'taskkill.exe');
    execFile(program, [...args], { windowsHide: true }, () => done());
  });

/**
 * Ends a process tree on a system without signals: asks first, then kills. False when none was alive. Survivors are
 * found again through their children.
 */
export async function stopWindowsTree(system: WindowsSystem): Promise<boolean> {
  const first = system.members();
  if (first.length === 0) return false;
  await Promise.all(first.map(({ pid }) => system.taskkill(['/PID', `${pid}`, '/T'])));
  await system.pause(GRACE);
  const left = system.members();
  await Promise.all(left.map(({ pid }) => system.taskkill(['/PID', `${pid}`, '/T', '/F'])));
  return true;
}

export const windowsSystem = (members: WindowsSystem['members']): WindowsSystem => ({
  members,
  taskkill,
  pause: (milliseconds) => pause(milliseconds),
});
