import { ORPCError } from '@orpc/client';
import type { Failure } from '../../shared/contract/common.ts';

/** Why a call or stream failed. */
export type Trouble =
  /** Expected failure, with a message and a remedy. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** A bug in the main process; its log has the details under this id. */
  | { readonly kind: 'bug'; readonly incident: string | null }
  /** The connection broke before the answer: a write may or may not have been carried out. */
  | { readonly kind: 'lost' }
  /** The person or the page cancelled the call. */
  | { readonly kind: 'cancelled' };

/** Classifies an error thrown by a call or stream. */
export function troubleOf(thrown: unknown, signal?: AbortSignal): Trouble {
  if (signal?.aborted) return { kind: 'cancelled' };
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'FAILED') return { kind: 'failure', failure: thrown.data as Failure };
    const incident = (thrown.data as { incident?: string } | undefined)?.incident;
    return { kind: 'bug', incident: incident ?? null };
  }
  return { kind: 'lost' };
}
