import type { AgentView } from '../../../shared/contract/run.ts';
import { isBusy } from '../../../shared/states.ts';

type Facts = Pick<
  AgentView,
  'state' | 'head' | 'commits' | 'dirty' | 'outOfScope' | 'strays' | 'worktree'
>;
type Missing = NonNullable<AgentView['ready']>['missing'][number];

/** What an agent still lacks before its sync point, by facts; null when that does not apply. */
export function missingFacts(agent: Facts): Missing[] | null {
  if (agent.worktree === null || agent.state === 'merged') return null;
  const missing: Missing[] = [];
  if (agent.state !== 'finished') missing.push('turn');
  if (agent.head === null || agent.commits === 0) missing.push('commit');
  // Unknown counts as not clean.
  if (agent.dirty !== false) missing.push('clean');
  const elsewhere = agent.strays.some(({ owner }) => owner !== 'main');
  if (agent.outOfScope.length > 0 || elsewhere) missing.push('scope');
  return missing;
}

/** A person's acceptance replaces a finished turn when nothing works: without a session only a person can tell. */
export function isAcceptable(agent: Facts): boolean {
  const missing = missingFacts(agent);
  if (!missing || isBusy(agent)) return false;
  return missing.every((fact) => fact === 'turn');
}

/**
 * Whether an agent is ready for its sync point, and who accepted its work: the plan's rule for everything that is
 * ready, or a person for one commit. Neither merges anything.
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
