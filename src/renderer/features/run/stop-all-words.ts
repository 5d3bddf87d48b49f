import type { LivingSession } from './living-sessions.ts';

/** What stopping all of them interrupts, and what it leaves. */
export function stopAllWords(living: readonly LivingSession[]): string {
  if (living.length === 0) return 'No session runs.';
  const working = living.filter(({ idle }) => !idle).length;
  const kept = 'Files and commits stay as they are; each can be started again.';
  if (working === 0) return `All are idle. ${kept}`;
  const some = working === 1 ? '1 of them is not idle' : `${working} of them are not idle`;
  return `${some} and will be interrupted. ${kept}`;
}

/** What one of them is at. */
export function doingWords({ idle, activity }: LivingSession): string {
  if (idle) return 'idle';
  if (activity === 'needs-you') return 'waits for you';
  return activity === 'unknown' ? 'running' : 'at work';
}

/** "Stopped 3 sessions." */
export function stoppedWords(count: number): string {
  return count === 1 ? 'Stopped 1 session.' : `Stopped ${count} sessions.`;
}

/** "Stop 3 sessions"; without one only the queue is left. */
export function buttonWords(living: number): string {
  if (living === 0) return 'Empty the queue';
  return living === 1 ? 'Stop 1 session' : `Stop ${living} sessions`;
}
