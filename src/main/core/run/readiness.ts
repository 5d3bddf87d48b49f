import type { AgentView } from '../../../shared/contract/run.ts';
import { isBusy } from '../../../shared/states.ts';

type Facts = Pick<
  AgentView,
  'state' | 'head' | 'commits' | 'dirty' | 'outOfScope' | 'strays' | 'worktree'
>;
type Missing = NonNullable<AgentView['ready']>['missing'][number];

/** What an agent still lacks to be ready for its sync point, by facts; null where the question does not arise. */
export function missingFacts(agent: Facts): Missing[] | null {
  if (agent.worktree === null || agent.state === 'merged') return null;
  const missing: Missing[] = [];
  if (agent.state !== 'finished') missing.push('turn');
  if (agent.head === null || agent.commits === 0) missing.push('commit');
  // Where git cannot tell, it is not clean.
  if (agent.dirty !== false) missing.push('clean');
  const elsewhere = agent.strays.some(({ owner }) => owner !== 'main');
  if (agent.outOfScope.length > 0 || elsewhere) missing.push('scope');
  return missing;
}

/** A person's word stands for a finished turn, where nothing works: without a session nobody else can tell. */
export function isAcceptable(agent: Facts): boolean {
  const missing = missingFacts(agent);
  if (!missing || isBusy(agent)) return false;
  return missing.every((fact) => fact === 'turn');
}

/**
 * Whether an agent is ready for its sync point, and who has taken its work for done: the plan's rule for whatever is
 * ready, a person for one commit. Neither merges anything.
 */
export function readinessOf(
  agent: Facts,
  decided: { readonly rule: boolean; readonly head: string | null },
): NonNullable<AgentView['ready']> | null {
  const missing = missingFacts(agent);
  if (!missing) return null;
  const byPerson = agent.head !== null && decided.head === agent.head && isAcceptable(agent);
  const byRule = decided.rule && missing.length === 0;
  return { missing, accepted: byRule ? 'rule' : byPerson ? 'person' : null };
}
