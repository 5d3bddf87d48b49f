import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { Repository } from '../git/repository.ts';

export interface MergeHead {
  readonly agent: string;
  readonly branch: string;
  readonly oid: string;
}

/** A section of `plans/CURRENT.md` between its markers; `text` without them. */
export interface CurrentSection {
  readonly name: string;
  readonly text: string;
}

export interface MergeRequest {
  readonly repo: Repository;
  /** Tip of the feature branch. */
  readonly base: string;
  /** Merged in this order. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** Managed sections of `plans/CURRENT.md`, part of the last commit. */
  readonly sections?: readonly CurrentSection[];
  readonly signal?: AbortSignal | undefined;
}

export interface MergePlan {
  readonly base: string;
  /** Null when a file is in conflict. */
  readonly tree: string | null;
  /** The commit to land; `base` when there is nothing to merge; null when a file is in conflict. */
  readonly tip: string | null;
  /** In order; a head that is merged already makes none. In the shadow repository until they are delivered. */
  readonly commits: readonly { readonly oid: string; readonly agents: readonly string[] }[];
  /** Every file that the merge changes, and every conflict, sorted by path. */
  readonly files: readonly MergedFile[];
  /** Text of conflicted files with git's markers, by path, as blob ids in the shadow repository. */
  readonly conflicted: ReadonlyMap<string, string | null>;
}

/**
 * Prediction and merge in one: merges on the object database alone, in the shadow repository, so that nothing of
 * the user's configuration runs and nothing of theirs moves. A conflict is a result.
 */
export function planMerge(_request: MergeRequest): Promise<MergePlan> {
  throw new Error('planMerge is being written');
}

/** One file of a plan: the side before, and the merged one (with markers where it conflicts). Null: absent. */
export function mergedFileText(
  _repo: Repository,
  _plan: MergePlan,
  _path: string,
): Promise<{ before: string | null; after: string | null; binary: boolean }> {
  throw new Error('mergedFileText is being written');
}
