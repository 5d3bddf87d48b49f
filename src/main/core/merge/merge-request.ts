import type { ContractRules } from '../contracts/contract-rules.ts';
import type { Repository } from '../git/repository.ts';
import type { SectionsFor } from './current-md.ts';
import type { Squash } from './squashed-base.ts';

export interface MergeHead {
  readonly agent: string;
  readonly branch: string;
  readonly oid: string;
  /** The agent that this agent continues from, if any. */
  readonly continues?: string;
}

/** One landing of a sync point: tip of the feature branch before and after, and the heads that were merged. */
export interface Landing {
  readonly before: string;
  readonly commit: string;
  readonly heads: readonly MergeHead[];
}

export interface MergeRequest {
  readonly repo: Repository;
  /** Tip of the feature branch. */
  readonly base: string;
  /** Merge order. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** Squash commits in the branch; those that `base` does not contain are ignored. */
  readonly squashed?: readonly Squash[] | undefined;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** Set when a whole feature is merged into its base; absent at a sync point. */
  readonly built?: BuiltFeature | undefined;
  /** Managed sections of `plans/CURRENT.md`, written in the last commit. */
  readonly sections?: SectionsFor;
  /** Files to merge by structure; default: none. */
  readonly contracts?: ContractRules;
  /** Earlier landings, used to name the agents whose landed work conflicts with a later branch. */
  readonly landings?: readonly Landing[];
  /** Environment with the committer's identity; a preview needs none. */
  readonly identity?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** A whole feature to merge into its base, as the commit message describes it. */
export interface BuiltFeature {
  readonly title: string;
  /** One-line description of the feature. */
  readonly about: string | null;
  /** The agents that built it, in merge order. */
  readonly agents: readonly {
    readonly title: string;
    readonly branch: string;
    readonly oid: string;
  }[];
}
