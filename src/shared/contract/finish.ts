import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { syncResult } from './sync.ts';

/** The last step of a feature: where its branch can be merged or pushed. */
export const finishView = z.object({
  branch: z.string(),
  base: z.string(),
  /** Commits of the feature branch that are neither in the base nor squashed into it. */
  ahead: z.number().int(),
  /** Why it is too early to finish; null when every sync point has landed. */
  unfinished: z.string().nullable(),
  /** Agents that landed sync points left out: their work is not on the feature branch. */
  leftOut: z.array(z.object({ sync: z.string(), agents: z.array(z.string()) })),
  /** The plan file when it has uncommitted changes, which the merge does not include. */
  uncommittedPlan: z.string().nullable(),
  remote: z.object({ name: z.string(), url: z.string() }).nullable(),
  /** State of the branch on the remote, as of the last fetch or push. */
  pushed: z.enum(['no', 'behind', 'yes', 'diverged']),
  /** The page on which a pull request can be opened by hand; null for unknown hosts. */
  compareUrl: z.string().nullable(),
  gh: z.enum(['ready', 'missing', 'signed-out']),
  pullRequest: z
    .object({
      number: z.number().int(),
      url: z.string(),
      state: z.string(),
      checks: z.array(
        z.object({ name: z.string(), state: z.string(), url: z.string().nullable() }),
      ),
    })
    .nullable(),
  /** Merging into the base in this repository; `reason` is null when it is possible. */
  merge: z.object({
    possible: z.boolean(),
    reason: z.string().nullable(),
    /** Files in conflict with the base. */
    conflicts: z.array(z.string()),
    /** The commit, when the feature is already merged, and whether that can be undone. */
    landed: z.string().nullable(),
    undo: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
    /** Before the merge: what would prevent undoing it, and what to do about that; null when nothing does. */
    undoLater: z.string().nullable(),
  }),
});
export type FinishView = z.infer<typeof finishView>;

const target = z.object({ project: projectId, feature });

export const finishContract = {
  /** `ask: true` also queries `gh` for the pull request and its checks (network). */
  show: procedure.input(target.extend({ ask: z.boolean() })).output(finishView),
  push: procedure.input(target).output(
    eventIterator(
      z.union([
        progress,
        z.object({
          kind: z.literal('result'),
          result: z.object({ remote: z.string(), ref: z.string() }),
        }),
      ]),
    ),
  ),
  /** Pushes if necessary, then opens a pull request with `gh`. */
  pullRequest: procedure
    .input(target.extend({ title: z.string().min(1), body: z.string(), draft: z.boolean() }))
    .output(
      eventIterator(
        z.union([
          progress,
          z.object({ kind: z.literal('result'), result: z.object({ url: z.string() }) }),
        ]),
      ),
    ),
  /** Merges the feature branch into the base with the same transaction as a sync point. */
  merge: procedure
    .input(target.extend({ strategy: z.enum(['merge', 'squash']) }))
    .output(
      eventIterator(
        z.union([progress, z.object({ kind: z.literal('result'), result: syncResult })]),
      ),
    ),
  undo: procedure.input(target).output(
    z.object({
      outcome: z.enum(['undone', 'refused']),
      commit: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
};
