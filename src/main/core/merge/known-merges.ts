import type { Kind } from '../memory.ts';
import type { MergeRequest } from './merge-request.ts';
import { type ComputedMerge, planMerge } from './plan-merge.ts';
import { Resolutions } from './resolutions.ts';

/**
 * Cache of merges by their inputs. A result never changes, and the screen asks for the same one repeatedly. Entries
 * expire after an hour, because the shadow repository deletes unreferenced objects after a day.
 */
const MERGES: Kind<ComputedMerge> = { most: 16, ms: 3_600_000 };

/** Cache key that covers every input of a merge; `revision` is that of the remembered resolutions. */
export function mergeKey(request: MergeRequest, revision: string): string {
  const { repo, contracts, sync, base, strategy, heads, squashed = [] } = request;
  const merged = heads.map(({ oid, continues = '' }) => `${oid}:${continues}`);
  return [
    repo.id,
    revision,
    contracts?.revision,
    sync,
    base,
    strategy,
    ...merged,
    ...squashed.map(({ commit }) => commit),
  ].join(' ');
}

/** Revision of the conflict resolutions that people have made. */
export function decisionsRevision({ repo }: Pick<MergeRequest, 'repo'>): Promise<string> {
  return new Resolutions(repo).revision();
}

/** Returns a cached merge, or null. */
export function knownMerge({ repo }: MergeRequest, key: string): ComputedMerge | null {
  return repo.memory.of(MERGES).get(key) ?? null;
}

/** Result of `planMerge`, computed once per input. */
export async function mergeOnce(request: MergeRequest): Promise<ComputedMerge> {
  const key = mergeKey(request, await decisionsRevision(request));
  const before = knownMerge(request, key);
  if (before) return before;
  const merge = await planMerge(request);
  request.repo.memory.of(MERGES).set(key, merge);
  return merge;
}
