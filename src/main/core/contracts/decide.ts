import { type Budget, runWithin } from './budget.ts';
import type { DecideStructure } from './merge.ts';

/** Structure is decided beside the caller's thread when it is large. `budget` is for tests. */
export function decideWithin(budget?: Budget): DecideStructure {
  return (input) => {
    const { base, ours, theirs } = input.sides;
    const bytes = [base, ours, theirs].reduce((sum, side) => sum + (side?.length ?? 0), 0);
    return runWithin({ name: 'merge', input }, bytes, budget);
  };
}
