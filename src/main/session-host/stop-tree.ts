import { constants, platform } from 'node:os';
import type { ProcessInfo } from './process-info.ts';
import { hasEnvironment, isSameProcess, listProcesses } from './processes.ts';
import { stopWindowsTree, windowsSystem } from './stop-windows.ts';

/** Milliseconds after the first signal. A process that ignores them all is killed well before 5 s. */
const STEPS: readonly { readonly at: number; readonly signals: readonly NodeJS.Signals[] }[] = [
  { at: 0, signals: ['SIGINT'] },
  // Interactive shells ignore TERM and end on HUP; a stopped process takes signals only after CONT.
  { at: 700, signals: ['SIGTERM', 'SIGHUP', 'SIGCONT'] },
  { at: 2500, signals: ['SIGKILL'] },
];
const LOOK_EVERY = 50;
const GIVE_UP = 4800;

export interface Tree {
  readonly leader: Pick<ProcessInfo, 'pid' | 'start'>;
  /** `NAME=value` that the whole tree inherited: finds what left the group and lost its parents. */
  readonly mark: string;
  /** The group and the kernel session count only while the leader lives: later they may be somebody else's. */
  readonly strict?: boolean;
}

/**
 * Ends everything that belongs to a session: interrupt, TERM and HUP, KILL. Resolves with false when nothing was
 * alive. Pids are signalled only while their start time is the one that was seen.
 */
export async function stopTree(tree: Tree): Promise<boolean> {
  if (platform() === 'win32') return stopWindowsTree(windowsSystem(() => membersOf(tree)));
  const seen = new Map<number, ProcessInfo>();
  const look = () => survivors(tree, seen);
  // A process that is just starting another program shows no environment: nothing is believed gone at one look.
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
      // Whatever appeared since the last look is killed too, once killing has begun.
      if (step.signals.includes('SIGKILL')) for (const member of living) send(member, 'SIGKILL');
      await until(Date.now() + LOOK_EVERY);
    }
  }
  return true;
}

/** The members that live now, and those seen before that still do although nothing shows what they belong to. */
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

/** False when the leader's pid belongs to a later process: then its group and session are not ours either. */
function isLeaderOrGone(all: readonly ProcessInfo[], leader: Tree['leader']): boolean {
  const now = all.find((info) => info.pid === leader.pid);
  return !now || now.start === leader.start;
}

function send(member: ProcessInfo, signal: NodeJS.Signals): void {
  if (!isSameProcess(member)) return;
  try {
    process.kill(member.pid, constants.signals[signal]);
  } catch {
    // It ended by itself since the look.
  }
}

function until(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())));
}
