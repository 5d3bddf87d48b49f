import type { ContractFacts } from '../../../shared/contract/sync.ts';

/** Maximum number of listed decisions; the diff of the file shows the rest. */
const MOST_DECISIONS = 40;

const POLICIES: Readonly<Record<ContractFacts['policy'], string>> = {
  additive: 'Additive: additions of both sides are kept.',
  review: 'Review: read it before it lands.',
  critical: 'Critical: findings of the rules stop the merge.',
  text: 'Its policy is to merge it as text.',
};

const METHODS: Readonly<Record<ContractFacts['method'], string>> = {
  trivial: 'Only one side changed it.',
  text: 'The text merge and the structural merge agree.',
  structure: 'Merged by structure.',
  fallback: 'Merged as text.',
};

/** How a contract was merged and under which policy, as two sentences. */
export function methodWords({ method, policy, conflicts }: ContractFacts): string {
  const how = conflicts.length > 0 ? 'Compared by structure.' : METHODS[method];
  return `${how} ${POLICIES[policy]}`;
}

/** The decisions to list, and the number of decisions not listed. */
export function shownDecisions(decisions: ContractFacts['decisions']) {
  return {
    shown: decisions.slice(0, MOST_DECISIONS),
    more: Math.max(0, decisions.length - MOST_DECISIONS),
  };
}
