import type { AgentView } from '../../../shared/contract/run.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { start } from './starting.ts';

interface AgentTarget {
  readonly project: string;
  readonly feature: string;
  readonly agent: AgentView;
}

/** One that waits for others cannot; one whose worktree was removed and whose branch is kept is restored first. */
export function canStartAgent(agent: AgentView): boolean {
  const isRemoved = agent.worktree === null && agent.head !== null;
  const waits = agent.state === 'not-started' && Boolean(agent.waitsFor);
  return !canStopAgent(agent) && agent.state !== 'merged' && !isRemoved && !waits;
}

/** A session can be ended, and a queued agent taken off the queue. */
export function canStopAgent(agent: AgentView): boolean {
  return agent.session?.alive === true || agent.state === 'queued';
}

/** Starts an agent: its worktree first where there is none, else a new session in it. */
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
