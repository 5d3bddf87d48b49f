import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { syncResult } from './sync.ts';

/** The last step of a feature: where its branch could go. */
export const finishView = z.object({
  branch: z.string(),
  base: z.string(),
  /** Commits of the feature branch that are not in the base, nor squashed into it. */
  ahead: z.number().int(),
  /** Why it is too early; null when every sync point has landed. */
  unfinished: z.string().nullable(),
  /** Agents that landed sync points did not take up: their work is not in the feature branch. */
  leftOut: z.array(z.object({ sync: z.string(), agents: z.array(z.string()) })),
  /** The plan file, where it is not committed as it is: the merge leaves it where it lies. */
  uncommittedPlan: z.string().nullable(),
  remote: z.object({ name: z.string(), url: z.string() }).nullable(),
  /** Of the branch on the remote, as last fetched or pushed. */
  pushed: z.enum(['no', 'behind', 'yes', 'diverged']),
  /** The page that opens a pull request by hand; null for hosts we do not know. */
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
  /** Merging into the base here: null reason when it can be done. */
  merge: z.object({
    possible: z.boolean(),
    reason: z.string().nullable(),
    /** Files in conflict with the base. */
    conflicts: z.array(z.string()),
    /** Landed already: the commit, and whether it can be undone. */
    landed: z.string().nullable(),
    undo: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
    /** Before it lands: what would keep it from being undone, and what to do; null where nothing does. */
    undoLater: z.string().nullable(),
  }),
});
export type FinishView = z.infer<typeof finishView>;

const target = z.object({ project: projectId, feature });

export const finishContract = {
  /** `ask: true` also asks `gh` for the pull request and its checks (network). */
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
  /** Pushes when needed, then opens a pull request through `gh`. */
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
  /** Merges the feature branch into the base by the same transaction as a sync point. */
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
