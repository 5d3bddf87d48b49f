import type { SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult, VerifyResult } from '../../../shared/contract/sync.ts';

/** What an attempt came to, and what had landed when it began. */
export type Attempt = { readonly before: string | null } & (
  | { readonly what: 'merge'; readonly result: SyncResult }
  | { readonly what: 'verification'; readonly result: VerifyResult }
);

type Point = Pick<SyncView, 'state' | 'commit' | 'predicted' | 'predicting'>;

/**
 * An attempt as long as it tells of the sync point as it is: null once that has landed or was undone without this page,
 * and once the conflicts that it met are settled.
 */
export function standingAttempt(attempt: Attempt | undefined, sync: Point): Attempt | null {
  if (!attempt) return null;
  const { before, result } = attempt;
  if (result.outcome === 'landed') return result.commit === sync.commit ? attempt : null;
  if (before !== sync.commit) return null;
  return result.outcome === 'conflict' && isSettled(sync) ? null : attempt;
}

/** Everything that merges is ready, and its merge is known to be without a conflict. */
function isSettled({ state, predicted, predicting }: Point): boolean {
  return (state === 'ready' || state === 'done') && !predicting && (predicted?.length ?? 0) === 0;
}
