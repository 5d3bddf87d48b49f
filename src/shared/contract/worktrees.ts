import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { progress, projectId } from './common.ts';

export const worktreeView = z.object({
  path: z.string(),
  branch: z.string().nullable(),
  owner: z.enum(['agent', 'integration', 'pool', 'user']),
  /** `ok`, `missing`, `locked`, `busy` (a merge or rebase is in progress), `unlinked` (unknown to git), `unknown`. */
  state: z.string(),
  bytes: z.number().nullable(),
  /** Commits that are on no other branch. */
  unmerged: z.number().int().nullable(),
  dirty: z.boolean().nullable(),
  feature: z.string().nullable(),
  agent: z.string().nullable(),
  /** When git last recorded a change, in milliseconds since the epoch; null when unknown. */
  touched: z.number().nullable(),
  /** Why it is a leftover (its run is over, a crash left it, its folder is missing…); null when it is in use. */
  leftover: z.string().nullable(),
  /** Notes for the person, e.g. that no hooks are active in it. */
  notes: z.array(z.string()).optional(),
});
export type WorktreeView = z.infer<typeof worktreeView>;

const holdingSession = z.object({
  path: z.string(),
  feature: z.string(),
  agent: z.string(),
  title: z.string(),
  /** No turn is in progress; false for plain shells and other programs, where that is unknown. */
  idle: z.boolean(),
  /** A turn is in progress, or waits for an answer. */
  working: z.boolean(),
});
/** A live session in an agent's worktree. */
export type HoldingSession = z.infer<typeof holdingSession>;

export const cleanResult = z.object({
  removed: z.array(z.string()),
  kept: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Ids for *restore*, one per removed worktree. */
  trash: z.array(z.string()),
  /**
   * Live sessions in worktrees that could otherwise be removed: those that will be ended, and those that keep the
   * worktree.
   */
  sessions: z.array(holdingSession).optional(),
});
export type CleanResult = z.infer<typeof cleanResult>;

/** A removed worktree that *restore* brings back. */
export const trashView = z.object({
  id: z.string(),
  ref: z.string(),
  path: z.string(),
  branch: z.string().nullable(),
  /** When it was removed and when it expires, in milliseconds since the epoch. */
  at: z.number(),
  expires: z.number(),
  bytes: z.number().nullable(),
});
export type TrashView = z.infer<typeof trashView>;

/** Worktrees created in advance, so that a start does not wait for the disk. */
export const poolView = z.object({ wanted: z.number().int(), ready: z.number().int() });

/** Remove even if the project's teardown command fails or is not trusted. */
const ignoreTeardown = z.boolean().optional();

const one = z.object({ project: projectId, path: z.string() });

export const worktreesContract = {
  list: procedure
    .input(z.object({ project: projectId }))
    .output(
      z.object({ worktrees: z.array(worktreeView), trash: z.array(trashView), pool: poolView }),
    ),
  /**
   * `apply: false` lists what would be removed or kept, and why. `endSessions`: which sessions to end so that their
   * worktrees can be removed.
   */
  clean: procedure
    .input(
      z.object({
        project: projectId,
        apply: z.boolean(),
        ignoreTeardown,
        endSessions: z.enum(['none', 'idle', 'all']).optional(),
      }),
    )
    .output(cleanResult),
  restore: procedure
    .input(z.object({ project: projectId, id: z.string() }))
    .output(z.object({ ref: z.string(), path: z.string() })),
  /** Removes one worktree after the same checks; fails with the reason for keeping it. */
  remove: procedure.input(one.extend({ ignoreTeardown })).output(cleanResult),
  /** Assigns an existing worktree to an agent that has none; its branch is kept. */
  adopt: procedure
    .input(one.extend({ feature: z.string(), agent: z.string() }))
    .output(worktreeView),
  move: procedure.input(one.extend({ to: z.string() })).output(worktreeView),
  /**
   * Finds worktrees whose folders were moved or whose links are broken, and relinks them; names those it cannot find.
   */
  repair: procedure.input(z.object({ project: projectId, paths: z.array(z.string()) })).output(
    z.object({
      repaired: z.array(z.string()),
      missing: z.array(z.object({ path: z.string(), reason: z.string() })),
    }),
  ),
  /** Runs the set-up of an agent's worktree (again). */
  setUp: procedure
    .input(z.object({ project: projectId, feature: z.string(), agent: z.string() }))
    .output(
      eventIterator(
        z.union([
          progress,
          z.object({ kind: z.literal('result'), result: z.object({ exit: z.number().int() }) }),
        ]),
      ),
    ),
  /** Saved output of the last set-up of an agent; null when there was none. */
  setUpLog: procedure
    .input(z.object({ project: projectId, feature: z.string(), agent: z.string() }))
    .output(z.object({ text: z.string().nullable() })),
};
