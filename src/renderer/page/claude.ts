import type { ProjectView } from '../../shared/contract/project.ts';
import type { Agent } from '../../shared/plan/model.ts';

/** Whether a session reads prompts; what is typed into any other is run. No agent: the orchestrator. */
export function runsClaude(agent: Pick<Agent, 'runs'> | undefined): boolean {
  return agent?.runs === undefined || agent.runs === 'claude';
}

/** Whether `claude` was looked for and is not there. While it is being looked for nothing can be done about it. */
export function isClaudeMissing(checks: ProjectView['checks']): boolean {
  return checks.some(({ id, state, remedy }) => id === 'claude' && state !== 'ok' && remedy !== '');
}
