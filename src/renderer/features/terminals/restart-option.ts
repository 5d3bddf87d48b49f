import type { AgentView } from '../../../shared/contract/run.ts';

/** What a person can do after a session has ended, and why it cannot be restarted. */
export interface RestartOption {
  readonly kind: 'restart' | 'restore' | 'none';
  readonly why: string | null;
}

/** A session can restart only in its agent's worktree. A null `agent` means that it belongs to no agent. */
export function restartOption(
  agent: Pick<AgentView, 'state' | 'worktree' | 'head'> | null,
): RestartOption {
  if (agent === null || agent.worktree !== null) return { kind: 'restart', why: null };
  if (agent.state === 'merged') {
    return { kind: 'none', why: 'Its work is merged, and its worktree was removed.' };
  }
  if (agent.head !== null) {
    return {
      kind: 'restore',
      why: 'Its worktree was removed; its branch is kept. Restore the worktree to start it again.',
    };
  }
  return {
    kind: 'none',
    why: 'Its worktree was removed. Start agent in the inspector creates a new one.',
  };
}
