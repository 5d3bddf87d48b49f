import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessInfo } from './process-info.ts';
import { systemFolder } from './processes-windows.ts';

/** Milliseconds that a tree has to end by itself after it was asked. */
const GRACE = 2000;

export interface WindowsSystem {
  /** The living members of the tree. */
  members(): readonly Pick<ProcessInfo, 'pid'>[];
  /** Runs `taskkill` with these arguments, whatever comes of it. */
  taskkill(args: readonly string[]): Promise<void>;
  pause(milliseconds: number): Promise<unknown>;
}

const taskkill: WindowsSystem['taskkill'] = (args) =>
  new Promise((done) => {
    // A process that has ended meanwhile is a failure to taskkill.
    const program = join(systemFolder(), 'taskkill.exe');
    execFile(program, [...args], { windowsHide: true }, () => done());
  });

/**
 * Ends a tree where there are no signals: asked first, then by force. False when nothing of it was alive. What it leaves
 * over is found once more by the processes that it started.
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
