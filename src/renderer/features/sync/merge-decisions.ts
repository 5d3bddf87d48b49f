import { create } from 'zustand';
import type { SyncView } from '../../../shared/contract/run.ts';
import { type Decisions, NO_DECISIONS } from './gate.ts';
import { type MergeOrder, orderKey } from './merge-order.ts';

type Point = Pick<SyncView, 'commit' | 'merges'>;

interface Decided {
  /** The landed commit at the time of the decision; the decision counts only while that is unchanged. */
  readonly commit: string | null;
  readonly decisions: Decisions;
}

interface DecidedState {
  /** By order key. */
  readonly by: Readonly<Record<string, Decided>>;
}

/** The person's decisions about future merges; kept until they land, even while other views are open. */
export const useDecided = create<DecidedState>(() => ({ by: {} }));

export function decide(order: MergeOrder, { commit }: Point, decisions: Decisions): void {
  const decided = { commit, decisions };
  useDecided.setState(({ by }) => ({ by: { ...by, [orderKey(order)]: decided } }));
}

/** Drops the decisions once they have landed, so that an undo does not bring them back. */
export function forgetDecisions(order: MergeOrder): void {
  const key = orderKey(order);
  useDecided.setState(({ by }) => ({
    by: Object.fromEntries(Object.entries(by).filter(([one]) => one !== key)),
  }));
}

/** The decisions that apply to the next merge of a sync point, without agents that it no longer merges. */
export function decisionsFor({ by }: DecidedState, order: MergeOrder, point: Point): Decisions {
  const decided = by[orderKey(order)];
  if (!decided || decided.commit !== point.commit) return NO_DECISIONS;
  const { decisions } = decided;
  const leaveOut = decisions.leaveOut.filter((agent) => point.merges.includes(agent));
  return leaveOut.length === decisions.leaveOut.length ? decisions : { ...decisions, leaveOut };
}
