import type { AgentView } from '../../../shared/contract/run.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { start } from './starting.ts';

interface AgentTarget {
  readonly project: string;
  readonly feature: string;
  readonly agent: AgentView;
}

/**
 * Whether an agent can be started. Not if it waits for others, or if its worktree was removed and its branch kept: that
 * needs a restore first.
 */
export function canStartAgent(agent: AgentView): boolean {
  const isRemoved = agent.worktree === null && agent.head !== null;
  const waits = agent.state === 'not-started' && Boolean(agent.waitsFor);
  return !canStopAgent(agent) && agent.state !== 'merged' && !isRemoved && !waits;
}

/** Whether there is a session to end, or the agent can be removed from the queue. */
export function canStopAgent(agent: AgentView): boolean {
  return agent.session?.alive === true || agent.state === 'queued';
}

/** Starts an agent: creates its worktree if it has none, else starts a new session in it. */
export async function startAgent(api: Api, { project, feature, agent }: AgentTarget) {
  if (agent.worktree === null) {
    await start(api, { project, feature, targets: [agent.name] });
    return;
  }
  await act(() => api.session.start({ project, feature, agent: agent.name }));
}

export async function stopAgent(api: Api, { project, feature, agent }: AgentTarget) {
  await act(() => api.session.stop({ project, feature, agent: agent.name }));
}
