import type { AgentView } from '../../../shared/contract/run.ts';
import { isBusy } from '../../../shared/states.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';

type Ready = NonNullable<AgentView['ready']>;

const MISSING: Record<Ready['missing'][number], string> = {
  turn: 'its turn has not ended',
  commit: 'it has no commit',
  clean: 'it has uncommitted changes',
  scope: 'it changed files outside its scope',
};

/** Says whether an agent is ready for its sync point, and on whose word. */
export function readyWords({ missing, accepted }: Ready): string {
  if (accepted === 'person') return 'Ready, accepted';
  if (missing.length > 0) return `Not yet: ${missing.map((fact) => MISSING[fact]).join(', ')}`;
  if (accepted === 'rule') return 'Ready, accepted by the rule of the plan';
  return 'Ready by facts';
}

export function isReadyByFacts(agent: Pick<AgentView, 'ready'>): boolean {
  return agent.ready?.missing.length === 0;
}

/** Whether a person may accept the agent's work: only the end of its turn is unknown, and it is not working. */
export function isAcceptable(agent: Pick<AgentView, 'ready' | 'state'>): boolean {
  const { missing } = agent.ready ?? {};
  return missing !== undefined && !isBusy(agent) && missing.every((fact) => fact === 'turn');
}

/** Accepts an agent's work in its current state, or withdraws the acceptance. */
export function acceptWork(
  api: Api,
  target: { readonly project: string; readonly feature: string; readonly agent: string },
  on: boolean,
): Promise<unknown> {
  return act(() => api.run.accept({ ...target, on }));
}
