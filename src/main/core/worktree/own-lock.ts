const PREFIX = 'tributary: ';

/** Why an agent's worktree is locked: so that nobody prunes or removes it while it is in use. */
export function lockReason(agent: string): string {
  return PREFIX + agent;
}

/** Whether a worktree is unlocked, or locked by us alone. */
export function isOwnLock(reason: string | null): boolean {
  return reason === null || reason.startsWith(PREFIX);
}
