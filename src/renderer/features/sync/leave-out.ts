import type { SyncView } from '../../../shared/contract/run.ts';
import { chainOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Decisions } from './gate.ts';

interface Toggled {
  /** Null while it cannot be read: then nobody is known to continue from anybody. */
  readonly plan: Plan | null;
  readonly sync: Pick<SyncView, 'merges'>;
  readonly agent: string;
  readonly wanted: boolean;
}

/**
 * Who is left out after one agent was taken in or left out. An agent carries the work of whoever it continues from, so
 * leaving one out leaves out what continues from it, and taking one in takes in what it builds on.
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
