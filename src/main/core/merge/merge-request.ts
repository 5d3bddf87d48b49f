import type { ContractRules } from '../contracts/contract-rules.ts';
import type { Repository } from '../git/repository.ts';
import type { SectionsFor } from './current-md.ts';
import type { Squash } from './squashed-base.ts';

export interface MergeHead {
  readonly agent: string;
  readonly branch: string;
  readonly oid: string;
  /** The agent whose tip its work began from, where one agent continues from another. */
  readonly continues?: string;
}

/** One landing of a sync point: what the feature branch was moved from and to, and whose branches came in. */
export interface Landing {
  readonly before: string;
  readonly commit: string;
  readonly heads: readonly MergeHead[];
}

export interface MergeRequest {
  readonly repo: Repository;
  /** Tip of the feature branch. */
  readonly base: string;
  /** Merged in this order. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** Squashes that landed in the branch, as far as `base` has them. */
  readonly squashed?: readonly Squash[] | undefined;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** Where a whole feature is merged into its base; absent at a sync point. */
  readonly built?: BuiltFeature | undefined;
  /** Managed sections of `plans/CURRENT.md`, part of the last commit. */
  readonly sections?: SectionsFor;
  /** Files that are merged by meaning; default: none. */
  readonly contracts?: ContractRules;
  /** What landed before: tells whose work a branch that comes later is in conflict with. */
  readonly landings?: readonly Landing[];
  /** Environment that says who commits; a preview needs nobody. */
  readonly identity?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** A whole feature that goes into its base: what the message of that merge says was built. */
export interface BuiltFeature {
  readonly title: string;
  /** What it is for, in a line. */
  readonly about: string | null;
  /** Whose work it is, in the order in which it was merged. */
  readonly agents: readonly {
    readonly title: string;
    readonly branch: string;
    readonly oid: string;
  }[];
}
