import type { Kind } from '../memory.ts';
import type { MergeRequest } from './merge-request.ts';
import { type ComputedMerge, planMerge } from './plan-merge.ts';
import { Resolutions } from './resolutions.ts';

/**
 * Merges by what they were computed of: they never change, and one place is looked at many times. The shadow repository
 * drops objects of predictions after a day.
 */
const MERGES: Kind<ComputedMerge> = { most: 16, ms: 3_600_000 };

/** Names everything that a merge rests on; `revision` is that of the remembered decisions. */
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

/** The revision of a person's decisions about conflicts. */
export function decisionsRevision({ repo }: Pick<MergeRequest, 'repo'>): Promise<string> {
  return new Resolutions(repo).revision();
}

/** A merge that was computed before, or null. */
export function knownMerge({ repo }: MergeRequest, key: string): ComputedMerge | null {
  return repo.memory.of(MERGES).get(key) ?? null;
}

/** The merge as `planMerge` has it, computed once. */
export async function mergeOnce(request: MergeRequest): Promise<ComputedMerge> {
  const key = mergeKey(request, await decisionsRevision(request));
  const before = knownMerge(request, key);
  if (before) return before;
  const merge = await planMerge(request);
  request.repo.memory.of(MERGES).set(key, merge);
  return merge;
}
