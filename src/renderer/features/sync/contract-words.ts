import type { ContractFacts } from '../../../shared/contract/sync.ts';

/** More than anybody reads; the difference of the file shows the rest. */
const MOST_DECISIONS = 40;

const POLICIES: Readonly<Record<ContractFacts['policy'], string>> = {
  additive: 'Additive: what both add is kept.',
  review: 'Review: look at it before it lands.',
  critical: 'Critical: what the rules find stops the merge.',
  text: 'Merged as text, as its policy says.',
};

const METHODS: Readonly<Record<ContractFacts['method'], string>> = {
  trivial: 'Only one side changed it.',
  text: 'Lines and meaning agree.',
  structure: 'Merged by structure.',
  fallback: 'Merged as text.',
};

/** How a contract was merged, and under which policy. */
export function methodWords({ method, policy, conflicts }: ContractFacts): string {
  const how = conflicts.length > 0 ? 'Compared by structure.' : METHODS[method];
  return `${how} ${POLICIES[policy]}`;
}

/** The decisions that are listed, and how many are not. */
export function shownDecisions(decisions: ContractFacts['decisions']) {
  return {
    shown: decisions.slice(0, MOST_DECISIONS),
    more: Math.max(0, decisions.length - MOST_DECISIONS),
  };
}
