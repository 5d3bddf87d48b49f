import type { AgentView } from '../../../shared/contract/run.ts';

/** What can follow after a session is over, and why it cannot be started again. */
export interface WayOn {
  readonly kind: 'restart' | 'restore' | 'none';
  readonly why: string | null;
}

/** A session is started in its agent's worktree: without one it is not offered. `null`: it belongs to no agent. */
export function wayOn(agent: Pick<AgentView, 'state' | 'worktree' | 'head'> | null): WayOn {
  if (agent === null || agent.worktree !== null) return { kind: 'restart', why: null };
  if (agent.state === 'merged') {
    return { kind: 'none', why: 'Its work is merged, and its worktree was removed.' };
  }
  if (agent.head !== null) {
    return {
      kind: 'restore',
      why: 'Its worktree was removed and its branch kept: restore the worktree to start it again.',
    };
  }
  return {
    kind: 'none',
    why: 'Its worktree was removed. Start agent in the inspector makes a new one.',
  };
}
