import type { SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult, VerifyResult } from '../../../shared/contract/sync.ts';

/** The result of a merge or verification, and the landed commit when it began. */
export type Attempt = { readonly before: string | null } & (
  | { readonly what: 'merge'; readonly result: SyncResult }
  | { readonly what: 'verification'; readonly result: VerifyResult }
);

type Point = Pick<SyncView, 'state' | 'commit' | 'predicted' | 'predicting'>;

/**
 * The attempt while its result still describes the sync point. Null once the sync point has landed or was undone
 * elsewhere, and once the conflicts of the attempt are resolved.
 */
export function standingAttempt(attempt: Attempt | undefined, sync: Point): Attempt | null {
  if (!attempt) return null;
  const { before, result } = attempt;
  if (result.outcome === 'landed') return result.commit === sync.commit ? attempt : null;
  if (before !== sync.commit) return null;
  return result.outcome === 'conflict' && isSettled(sync) ? null : attempt;
}

/** Whether all branches are ready and the prediction shows no conflict. */
function isSettled({ state, predicted, predicting }: Point): boolean {
  return (state === 'ready' || state === 'done') && !predicting && (predicted?.length ?? 0) === 0;
}
