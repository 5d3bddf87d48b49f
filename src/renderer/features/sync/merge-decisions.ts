import { create } from 'zustand';
import type { SyncView } from '../../../shared/contract/run.ts';
import { type Decisions, NO_DECISIONS } from './gate.ts';
import { type MergeOrder, orderKey } from './merge-order.ts';

type Point = Pick<SyncView, 'commit' | 'merges'>;

interface Decided {
  /** What had landed when it was decided: it counts for one landing. */
  readonly commit: string | null;
  readonly decisions: Decisions;
}

interface DecidedState {
  /** By the key of the order. */
  readonly by: Readonly<Record<string, Decided>>;
}

/** What a person decided about merges to come; kept until they have landed, whatever is looked at meanwhile. */
export const useDecided = create<DecidedState>(() => ({ by: {} }));

export function decide(order: MergeOrder, { commit }: Point, decisions: Decisions): void {
  const decided = { commit, decisions };
  useDecided.setState(({ by }) => ({ by: { ...by, [orderKey(order)]: decided } }));
}

/** Once it has landed, an undo does not bring back what was decided for it. */
export function forgetDecisions(order: MergeOrder): void {
  const key = orderKey(order);
  useDecided.setState(({ by }) => ({
    by: Object.fromEntries(Object.entries(by).filter(([one]) => one !== key)),
  }));
}

/** What counts for the next merge of a sync point. Whoever it does not merge any more cannot be left out. */
export function decisionsFor({ by }: DecidedState, order: MergeOrder, point: Point): Decisions {
  const decided = by[orderKey(order)];
  if (!decided || decided.commit !== point.commit) return NO_DECISIONS;
  const { decisions } = decided;
  const leaveOut = decisions.leaveOut.filter((agent) => point.merges.includes(agent));
  return leaveOut.length === decisions.leaveOut.length ? decisions : { ...decisions, leaveOut };
}
