import type { MergeRequest } from './merge-request.ts';
import { type ComputedMerge, planMerge } from './plan-merge.ts';
import { Resolutions } from './resolutions.ts';

/** Merges by what they were computed of: they never change, and one place is looked at many times. */
const known = new Map<string, { readonly at: number; readonly merge: ComputedMerge }>();
/** Milliseconds: the shadow repository drops objects of predictions after a day. */
const KNOWN_MS = 3_600_000;
const KNOWN_LIMIT = 16;

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
export function knownMerge(key: string): ComputedMerge | null {
  const before = known.get(key);
  return before && Date.now() - before.at < KNOWN_MS ? before.merge : null;
}

/** The merge as `planMerge` has it, computed once. */
export async function mergeOnce(request: MergeRequest): Promise<ComputedMerge> {
  const key = mergeKey(request, await decisionsRevision(request));
  const before = knownMerge(key);
  if (before) return before;
  const merge = await planMerge(request);
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(key, { at: Date.now(), merge });
  return merge;
}
