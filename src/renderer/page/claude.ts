import type { ProjectView } from '../../shared/contract/project.ts';
import type { Agent } from '../../shared/plan/model.ts';
import { WORKTREES_ONLY } from '../../shared/remedies.ts';

/** Replaces the command-line option in remedies by what to do on the page. */
const FIELD = 'choose "A plain shell" under Runs in the inspector of an agent';

/** A remedy rewritten for a person at the page. */
export function inPageWords(remedy: string): string {
  return remedy.replace(WORKTREES_ONLY, FIELD);
}

/**
 * Whether an agent runs claude and so reads prompts; other programs would execute typed text. `undefined` is the
 * orchestrator.
 */
export function runsClaude(agent: Pick<Agent, 'runs'> | undefined): boolean {
  return agent?.runs === undefined || agent.runs === 'claude';
}

/** Whether claude was searched for and not found. While the search runs, the remedy is empty. */
export function isClaudeMissing(checks: ProjectView['checks']): boolean {
  return checks.some(({ id, state, remedy }) => id === 'claude' && state !== 'ok' && remedy !== '');
}
