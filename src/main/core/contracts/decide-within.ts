import { type Budget, runWithin } from './budget.ts';
import type { CheckAs } from './jobs.ts';
import type { DecideStructure } from './merge.ts';

interface Decide {
  /** How to check a clean result, in the same thread with the texts already parsed. */
  readonly check?: CheckAs | undefined;
  /** For tests. */
  readonly budget?: Budget | undefined;
}

/** Returns a structural merge that runs in a worker thread for large contracts. */
export function decideWithin({ check, budget }: Decide = {}): DecideStructure {
  return (structure) => {
    const { base, ours, theirs } = structure.sides;
    const bytes = [base, ours, theirs].reduce((sum, side) => sum + (side?.length ?? 0), 0);
    return runWithin({ name: 'merge', input: { structure, check: check ?? null } }, bytes, budget);
  };
}
