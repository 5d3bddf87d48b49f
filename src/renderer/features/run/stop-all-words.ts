import type { LivingSession } from './living-sessions.ts';

/** What stopping all of them interrupts, and what it leaves. */
export function stopAllWords(living: readonly LivingSession[]): string {
  if (living.length === 0) return 'No session runs.';
  const working = living.filter(({ idle }) => !idle).length;
  const kept = 'Files and commits stay as they are; each can be started again.';
  if (working === 0) return `None of them works. ${kept}`;
  const some = working === 1 ? '1 of them works' : `${working} of them work`;
  return `${some} and will be interrupted. ${kept}`;
}

/** "Stopped 3 sessions." */
export function stoppedWords(count: number): string {
  return count === 1 ? 'Stopped 1 session.' : `Stopped ${count} sessions.`;
}
