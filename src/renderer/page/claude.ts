import type { ProjectView } from '../../shared/contract/project.ts';
import type { Agent } from '../../shared/plan/model.ts';
import { WORKTREES_ONLY } from '../../shared/remedies.ts';

/** What a person at the page does instead of what the command line offers. */
const FIELD = 'choose "A plain shell" under Runs in the inspector of an agent';

/** A remedy as somebody at the page can follow it. */
export function inPageWords(remedy: string): string {
  return remedy.replace(WORKTREES_ONLY, FIELD);
}

/** Whether a session reads prompts; what is typed into any other is run. No agent: the orchestrator. */
export function runsClaude(agent: Pick<Agent, 'runs'> | undefined): boolean {
  return agent?.runs === undefined || agent.runs === 'claude';
}

/** Whether `claude` was looked for and is not there. While it is being looked for nothing can be done about it. */
export function isClaudeMissing(checks: ProjectView['checks']): boolean {
  return checks.some(({ id, state, remedy }) => id === 'claude' && state !== 'ok' && remedy !== '');
}
