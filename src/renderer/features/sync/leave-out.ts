import type { SyncView } from '../../../shared/contract/run.ts';
import { chainOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Decisions } from './gate.ts';

interface Toggled {
  /** Null while the plan is unreadable; then no chains are known. */
  readonly plan: Plan | null;
  readonly sync: Pick<SyncView, 'merges'>;
  readonly agent: string;
  readonly wanted: boolean;
}

/**
 * The agents left out after a toggle. An agent's branch contains the commits of the agents it continues from, so
 * leaving one out leaves out its successors, and including one includes its predecessors.
 */
export function leaveOutWith(
  { leaveOut }: Pick<Decisions, 'leaveOut'>,
  { plan, sync, agent, wanted }: Toggled,
): readonly string[] {
  const chain = (key: string) => (plan ? chainOf(plan, key) : [key]);
  if (wanted) return leaveOut.filter((key) => !chain(agent).includes(key));
  const heirs = sync.merges.filter((key) => chain(key).includes(agent));
  return [...new Set([...leaveOut, ...heirs])];
}
