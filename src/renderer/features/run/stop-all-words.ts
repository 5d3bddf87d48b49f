import type { LivingSession } from './living-sessions.ts';

/** Says what stopping all sessions interrupts, and what is kept. */
export function stopAllWords(living: readonly LivingSession[]): string {
  if (living.length === 0) return 'No sessions are running.';
  const working = living.filter(({ idle }) => !idle).length;
  const kept = 'Files and commits are kept; each session can be started again.';
  if (working === 0) return `All are idle. ${kept}`;
  const some = working === 1 ? '1 of them is not idle' : `${working} of them are not idle`;
  return `${some} and will be interrupted. ${kept}`;
}

/** What a session is doing. */
export function doingWords({ idle, activity }: LivingSession): string {
  if (idle) return 'idle';
  if (activity === 'needs-you') return 'waiting for you';
  return activity === 'unknown' ? 'running' : 'working';
}

/** "Stopped 3 sessions." */
export function stoppedWords(count: number): string {
  return count === 1 ? 'Stopped 1 session.' : `Stopped ${count} sessions.`;
}

/** "Stop 3 sessions"; without sessions, only the queue can be cleared. */
export function buttonWords(living: number): string {
  if (living === 0) return 'Clear the queue';
  return living === 1 ? 'Stop 1 session' : `Stop ${living} sessions`;
}
