import { type Budget, runWithin } from './budget.ts';
import type { CheckAs } from './jobs.ts';
import type { DecideStructure } from './merge.ts';

interface Decide {
  /** What a clean result is checked as, by the same thread and out of what it has parsed. */
  readonly check?: CheckAs | undefined;
  /** For tests. */
  readonly budget?: Budget | undefined;
}

/** Structure is decided beside the caller's thread when it is large. */
export function decideWithin({ check, budget }: Decide = {}): DecideStructure {
  return (structure) => {
    const { base, ours, theirs } = structure.sides;
    const bytes = [base, ours, theirs].reduce((sum, side) => sum + (side?.length ?? 0), 0);
    return runWithin({ name: 'merge', input: { structure, check: check ?? null } }, bytes, budget);
  };
}
