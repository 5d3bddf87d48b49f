import { constants, platform } from 'node:os';
import type { ProcessInfo } from './process-info.ts';
import { hasEnvironment, isSameProcess, listProcesses } from './processes.ts';
import { stopWindowsTree, windowsSystem } from './stop-windows.ts';

/** Signals by milliseconds after the first. A process that ignores them all is killed well before 5 s. */
const STEPS: readonly { readonly at: number; readonly signals: readonly NodeJS.Signals[] }[] = [
  { at: 0, signals: ['SIGINT'] },
  // Interactive shells ignore TERM and exit on HUP; a stopped process receives signals only after CONT.
  { at: 700, signals: ['SIGTERM', 'SIGHUP', 'SIGCONT'] },
  { at: 2500, signals: ['SIGKILL'] },
];
const LOOK_EVERY = 50;
const GIVE_UP = 4800;

export interface Tree {
  readonly leader: Pick<ProcessInfo, 'pid' | 'start'>;
  /** `NAME=value` inherited by the whole tree: finds processes that left the group and lost their parents. */
  readonly mark: string;
  /** The group and the kernel session count only while the leader lives: later both ids may be reused. */
  readonly strict?: boolean;
}

/**
 * Ends all processes of a session: interrupt, then TERM and HUP, then KILL. Resolves to false when none was alive. A
 * pid is signalled only while its start time is unchanged.
 */
export async function stopTree(tree: Tree): Promise<boolean> {
  if (platform() === 'win32') return stopWindowsTree(windowsSystem(() => membersOf(tree)));
  const seen = new Map<number, ProcessInfo>();
  const look = () => survivors(tree, seen);
  // A process that is just executing another program shows no environment, so one look is not enough.
  if (look().length === 0) {
    await until(Date.now() + LOOK_EVERY);
    if (look().length === 0) return false;
  }
  const began = Date.now();
  for (const [index, step] of STEPS.entries()) {
    await until(began + step.at);
    for (const member of look()) for (const signal of step.signals) send(member, signal);
    const next = STEPS[index + 1]?.at ?? GIVE_UP;
    while (Date.now() < began + next) {
      const living = look();
      if (living.length === 0) return true;
      // Once killing has begun, processes that appeared since the last look are killed too.
      if (step.signals.includes('SIGKILL')) for (const member of living) send(member, 'SIGKILL');
      await until(Date.now() + LOOK_EVERY);
    }
  }
  return true;
}

/** The living members now, and earlier members that still live although nothing links them to the session any more. */
function survivors(tree: Tree, seen: Map<number, ProcessInfo>): readonly ProcessInfo[] {
  for (const member of membersOf(tree)) seen.set(member.pid, member);
  return [...seen.values()].filter(isSameProcess);
}

/** The living processes of a session: its group, its kernel session, all descendants, and those with its mark. */
export function membersOf(tree: Tree): readonly ProcessInfo[] {
  const all = listProcesses().filter((info) => !info.zombie && info.pid !== process.pid);
  const { pid } = tree.leader;
  const own = tree.strict ? isSameProcess(tree.leader) : isLeaderOrGone(all, tree.leader);
  const members = new Set<number>();
  for (const info of all) {
    if (own && (info.pid === pid || info.group === pid || info.session === pid)) {
      members.add(info.pid);
    } else if (hasEnvironment(info.pid, tree.mark)) members.add(info.pid);
  }
  for (let grew = true; grew; ) {
    grew = false;
    for (const info of all) {
      if (members.has(info.pid) || !members.has(info.parent)) continue;
      members.add(info.pid);
      grew = true;
    }
  }
  return all.filter((info) => members.has(info.pid));
}

/** False when the leader's pid belongs to a later process: then group and session are not ours either. */
function isLeaderOrGone(all: readonly ProcessInfo[], leader: Tree['leader']): boolean {
  const now = all.find((info) => info.pid === leader.pid);
  return !now || now.start === leader.start;
}

function send(member: ProcessInfo, signal: NodeJS.Signals): void {
  if (!isSameProcess(member)) return;
  try {
    process.kill(member.pid, constants.signals[signal]);
  } catch {
    // It has exited since the look.
  }
}

function until(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())));
}
