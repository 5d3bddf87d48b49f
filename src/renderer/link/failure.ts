import { ORPCError } from '@orpc/client';
import type { Failure } from '../../shared/contract/common.ts';

/** What came instead of an answer. */
export type Trouble =
  /** Expected: words and a remedy come with it. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** A bug on the main side; its log has the details under this id. */
  | { readonly kind: 'bug'; readonly incident: string | null }
  /** The main side went away before it answered: a write may or may not have been done. */
  | { readonly kind: 'lost' }
  /** The person or the page stopped waiting. */
  | { readonly kind: 'cancelled' };

/** Sorts whatever a call or a stream threw. */
export function troubleOf(thrown: unknown, signal?: AbortSignal): Trouble {
  if (signal?.aborted) return { kind: 'cancelled' };
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'FAILED') return { kind: 'failure', failure: thrown.data as Failure };
    const incident = (thrown.data as { incident?: string } | undefined)?.incident;
    return { kind: 'bug', incident: incident ?? null };
  }
  return { kind: 'lost' };
}
