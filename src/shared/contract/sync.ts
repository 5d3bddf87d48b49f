import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { contractConflict, contractFinding } from './contracts.ts';
import { gateItem } from './run.ts';
import { trustItem } from './trust.ts';

const contractFacts = z.object({
  policy: z.enum(['additive', 'review', 'critical', 'text']),
  /** `fallback`: a structural merge was not possible, and lines decided. */
  method: z.enum(['trivial', 'text', 'structure', 'fallback']),
  /** The changes of each side in the result. `path` is dotted, with `[identity]` for items of lists. */
  decisions: z.array(
    z.object({
      path: z.string(),
      /** `order`: the order of entries was taken from these agents. */
      kind: z.enum(['added', 'changed', 'deleted', 'renamed', 'order']),
      /** The path before a rename. */
      from: z.string().optional(),
      /** Empty when the change was already on the feature branch. */
      agents: z.array(z.string()),
    }),
  ),
  /** Places that both sides changed differently, as source; null for missing entries. */
  conflicts: z.array(contractConflict),
  findings: z.array(contractFinding),
});
export type ContractFacts = z.infer<typeof contractFacts>;

/** The outcome of a merge for one file, predicted or done. */
export const mergedFile = z.object({
  path: z.string(),
  outcome: z.enum(['clean', 'structure', 'conflict']),
  /** `added`, `changed`, `deleted`; for conflicts git's class, e.g. `contents`, `modify/delete`. */
  kind: z.string(),
  agents: z.array(z.string()),
  /** For contracts that two sides changed. */
  contract: contractFacts.optional(),
});
export type MergedFile = z.infer<typeof mergedFile>;

export const syncPreview = z.object({
  sync: z.string(),
  base: z.string(),
  heads: z.array(
    z.object({ agent: z.string(), branch: z.string(), oid: z.string(), dirty: z.boolean() }),
  ),
  outcome: z.enum(['clean', 'conflict', 'blocked']),
  /** Null when there are conflicts. */
  tree: z.string().nullable(),
  files: z.array(mergedFile),
  gate: z.array(gateItem),
  strategy: z.enum(['merge', 'squash']),
  /** Incoming commits. */
  commits: z.number().int(),
  /** Commits that the merge creates; null when a conflict prevents it. */
  makes: z.number().int().nullable(),
  /** The literal programs in the merged files that would run on this machine and were not trusted before. */
  runs: z.array(trustItem),
});
export type SyncPreview = z.infer<typeof syncPreview>;

const syncHead = z.object({ agent: z.string(), oid: z.string() });

export const syncResult = z.object({
  outcome: z.enum(['landed', 'conflict', 'blocked', 'verify-failed']),
  commit: z.string().nullable(),
  /** The ref to which *Undo merge* returns. */
  undo: z.string().nullable(),
  /** The verification step that failed and its exit code, or null. */
  culprit: z.string().nullable(),
  /** The agents without whom verification passes, as found by the search; empty when it is unknown. */
  culprits: z.array(z.string()),
  /** Steps that failed once and passed on retry. */
  flaky: z.array(z.string()),
  /** The branches to push, each with its result. */
  pushed: z.array(z.object({ branch: z.string(), ok: z.boolean(), message: z.string() })),
  files: z.array(mergedFile),
  /** The merged heads. */
  heads: z.array(syncHead).optional(),
  gate: z.array(gateItem),
  /** Why it did not land, and what to do; null when it landed. */
  message: z.string().nullable(),
});
export type SyncResult = z.infer<typeof syncResult>;

/** What a sync point has landed, according to the journal. */
export const landedView = z.object({
  commit: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  files: z.array(mergedFile),
  /** Steps that failed once and passed on retry. */
  flaky: z.array(z.string()),
  /** `none`: nothing to verify. `gone`: its output was not kept. */
  verification: z.enum(['none', 'kept', 'gone']),
  /** The last part of the verification output. */
  log: z.string().nullable(),
});
export type LandedView = z.infer<typeof landedView>;

/** Result of verifying the merged candidate without landing it. */
export const verifyResult = z.object({
  outcome: z.enum(['passed', 'failed', 'conflict', 'nothing']),
  /** The failed step and how it ended. */
  culprit: z.string().nullable(),
  culprits: z.array(z.string()),
  flaky: z.array(z.string()),
  /** The verified heads. */
  heads: z.array(syncHead).optional(),
  message: z.string(),
});
export type VerifyResult = z.infer<typeof verifyResult>;

export const mergeOptions = z.object({
  overrides: z.array(z.object({ item: z.string(), reason: z.string().min(1) })).optional(),
  leaveOut: z.array(z.string()).optional(),
  commitLeftovers: z.boolean().optional(),
  /** Overrides the strategy of the plan. */
  strategy: z.enum(['merge', 'squash']).optional(),
  push: z.boolean().optional(),
  /** Include commits made in the integration worktree on top of the last candidate. */
  withFix: z.boolean().optional(),
});
export type MergeOptions = z.infer<typeof mergeOptions>;

const syncTarget = z.object({ project: projectId, feature, sync: z.string() });

export const syncContract = {
  /** `leaveOut`: preview the merge without these agents. */
  preview: procedure
    .input(syncTarget.extend({ leaveOut: z.array(z.string()).optional() }))
    .output(syncPreview),
  /** Fails with `sync.notLanded`. */
  landed: procedure.input(syncTarget).output(landedView),
  /**
   * One file of a preview: the version before and the merged one (with markers for conflicts). `landed`: of the landed
   * merge.
   */
  file: procedure
    .input(syncTarget.extend({ path: z.string(), landed: z.boolean().optional() }))
    .output(
      z.object({
        before: z.string().nullable(),
        after: z.string().nullable(),
        binary: z.boolean(),
      }),
    ),
  merge: procedure
    .input(syncTarget.extend({ options: mergeOptions }))
    .output(
      eventIterator(
        z.union([progress, z.object({ kind: z.literal('result'), result: syncResult })]),
      ),
    ),
  /** Runs the verification on the merged candidate in the integration worktree; nothing lands. */
  verify: procedure
    .input(syncTarget)
    .output(
      eventIterator(
        z.union([progress, z.object({ kind: z.literal('result'), result: verifyResult })]),
      ),
    ),
  undo: procedure.input(syncTarget).output(
    z.object({
      outcome: z.enum(['undone', 'refused']),
      commit: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
};
