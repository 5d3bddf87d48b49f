import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { contractConflict, contractFinding } from './contracts.ts';
import { gateItem } from './run.ts';
import { trustItem } from './trust.ts';

const contractFacts = z.object({
  policy: z.enum(['additive', 'review', 'critical', 'text']),
  /** `fallback`: structure could not tell, and the lines decided. */
  method: z.enum(['trivial', 'text', 'structure', 'fallback']),
  /** What each side did that is in the result. `path` is dotted, with `[identity]` for items of lists. */
  decisions: z.array(
    z.object({
      path: z.string(),
      /** `order`: the order that these agents gave to its entries stays. */
      kind: z.enum(['added', 'changed', 'deleted', 'renamed', 'order']),
      /** The path before it was renamed. */
      from: z.string().optional(),
      /** None where it was on the feature branch before. */
      agents: z.array(z.string()),
    }),
  ),
  /** What both sides did differently, as source; null where there is nothing. */
  conflicts: z.array(contractConflict),
  findings: z.array(contractFinding),
});
export type ContractFacts = z.infer<typeof contractFacts>;

/** What the merge does with one file, as predicted and as done. */
export const mergedFile = z.object({
  path: z.string(),
  outcome: z.enum(['clean', 'structure', 'conflict']),
  /** `added`, `changed`, `deleted`; of conflicts git's class, e.g. `contents`, `modify/delete`. */
  kind: z.string(),
  agents: z.array(z.string()),
  /** Of a contract that two sides changed. */
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
  /** Null when it is in conflict. */
  tree: z.string().nullable(),
  files: z.array(mergedFile),
  gate: z.array(gateItem),
  strategy: z.enum(['merge', 'squash']),
  /** Commits that come in. */
  commits: z.number().int(),
  /** Commits that the merge makes of them; null where a conflict keeps it from being made. */
  makes: z.number().int().nullable(),
  /** What of the merged files would run on this machine and was not seen before, literally. */
  runs: z.array(trustItem),
});
export type SyncPreview = z.infer<typeof syncPreview>;

const syncHead = z.object({ agent: z.string(), oid: z.string() });

export const syncResult = z.object({
  outcome: z.enum(['landed', 'conflict', 'blocked', 'verify-failed']),
  commit: z.string().nullable(),
  /** The ref that *Undo merge* returns to. */
  undo: z.string().nullable(),
  /** What failed, in words: the verification step and its exit, or null. */
  culprit: z.string().nullable(),
  /** The agents without whom verification passes, as the search found; empty when it could not tell. */
  culprits: z.array(z.string()),
  /** Steps that failed once and passed when they were run again. */
  flaky: z.array(z.string()),
  /** Branches that were to be pushed, and what came of it. */
  pushed: z.array(z.object({ branch: z.string(), ok: z.boolean(), message: z.string() })),
  files: z.array(mergedFile),
  /** What was merged. */
  heads: z.array(syncHead).optional(),
  gate: z.array(gateItem),
  /** Why it did not land, and what to do; null when it landed. */
  message: z.string().nullable(),
});
export type SyncResult = z.infer<typeof syncResult>;

/** What a sync point has landed, as the journal keeps it. */
export const landedView = z.object({
  commit: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  files: z.array(mergedFile),
  /** Steps that failed once and passed when they were run again. */
  flaky: z.array(z.string()),
  /** `none`: nothing was to be verified. `gone`: its output is not kept any more. */
  verification: z.enum(['none', 'kept', 'gone']),
  /** The end of the output of its verification. */
  log: z.string().nullable(),
});
export type LandedView = z.infer<typeof landedView>;

/** Verification of the merged candidate, without landing it. */
export const verifyResult = z.object({
  outcome: z.enum(['passed', 'failed', 'conflict', 'nothing']),
  /** The step that failed and how it ended. */
  culprit: z.string().nullable(),
  culprits: z.array(z.string()),
  flaky: z.array(z.string()),
  /** What was verified. */
  heads: z.array(syncHead).optional(),
  message: z.string(),
});
export type VerifyResult = z.infer<typeof verifyResult>;

export const mergeOptions = z.object({
  overrides: z.array(z.object({ item: z.string(), reason: z.string().min(1) })).optional(),
  leaveOut: z.array(z.string()).optional(),
  commitLeftovers: z.boolean().optional(),
  /** Instead of what the plan says. */
  strategy: z.enum(['merge', 'squash']).optional(),
  push: z.boolean().optional(),
  /** Takes up commits that were made in the integration worktree on top of the last candidate. */
  withFix: z.boolean().optional(),
});
export type MergeOptions = z.infer<typeof mergeOptions>;

const syncTarget = z.object({ project: projectId, feature, sync: z.string() });

export const syncContract = {
  /** `leaveOut`: of the merge without these agents. */
  preview: procedure
    .input(syncTarget.extend({ leaveOut: z.array(z.string()).optional() }))
    .output(syncPreview),
  /** Fails with `sync.notLanded`. */
  landed: procedure.input(syncTarget).output(landedView),
  /**
   * The text of one file of a preview: the side before and the merged one (with markers where it conflicts). `landed`:
   * of what has landed.
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
  /** Runs the verification on what the merge would give, in the integration worktree; nothing lands. */
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
