const PREFIX = 'tributary: ';

/** The reason for locking an agent's worktree, so that it is not pruned or removed while in use. */
export function lockReason(agent: string): string {
  return PREFIX + agent;
}

/** Whether a worktree is unlocked, or locked by the app. */
export function isOwnLock(reason: string | null): boolean {
  return reason === null || reason.startsWith(PREFIX);
}
