import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { progress, projectId } from './common.ts';

export const worktreeView = z.object({
  path: z.string(),
  branch: z.string().nullable(),
  owner: z.enum(['agent', 'integration', 'pool', 'user']),
  /** `ok`, `missing`, `locked`, `busy` (a merge or rebase is under way), `unlinked` (git does not know it), `unknown`. */
  state: z.string(),
  bytes: z.number().nullable(),
  /** Commits that no other branch holds. */
  unmerged: z.number().int().nullable(),
  dirty: z.boolean().nullable(),
  feature: z.string().nullable(),
  agent: z.string().nullable(),
  /** Milliseconds since the epoch, of the last change that git knows of; null where it cannot tell. */
  touched: z.number().nullable(),
  /** Why it is listed as a leftover (its run is over, a crash left it, its folder is missing…); null when it is in use. */
  leftover: z.string().nullable(),
  /** What a person should know of it, e.g. that no hooks are active in it. */
  notes: z.array(z.string()).optional(),
});
export type WorktreeView = z.infer<typeof worktreeView>;

const holdingSession = z.object({
  path: z.string(),
  feature: z.string(),
  agent: z.string(),
  title: z.string(),
  /** No turn is under way; of a plain shell or another program that is not known. */
  idle: z.boolean(),
  /** A turn is known to be under way, or waits for an answer. */
  working: z.boolean(),
});
/** A session that lives in the worktree of an agent. */
export type HoldingSession = z.infer<typeof holdingSession>;

export const cleanResult = z.object({
  removed: z.array(z.string()),
  kept: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Ids for *restore*, one per removed worktree. */
  trash: z.array(z.string()),
  /** Sessions in worktrees that could be removed but for them: those that are ended for it, and those that keep one. */
  sessions: z.array(holdingSession).optional(),
});
export type CleanResult = z.infer<typeof cleanResult>;

/** A removed worktree that *restore* brings back. */
export const trashView = z.object({
  id: z.string(),
  ref: z.string(),
  path: z.string(),
  branch: z.string().nullable(),
  /** Milliseconds since the epoch: of the removal, and when it goes for good. */
  at: z.number(),
  expires: z.number(),
  bytes: z.number().nullable(),
});
export type TrashView = z.infer<typeof trashView>;

/** Fresh worktrees made ahead, so that a start does not wait for the disk. */
export const poolView = z.object({ wanted: z.number().int(), ready: z.number().int() });

/** Removes although the project's teardown line fails or is not trusted. */
const ignoreTeardown = z.boolean().optional();

const one = z.object({ project: projectId, path: z.string() });

export const worktreesContract = {
  list: procedure
    .input(z.object({ project: projectId }))
    .output(
      z.object({ worktrees: z.array(worktreeView), trash: z.array(trashView), pool: poolView }),
    ),
  /**
   * `apply: false` says what would be removed and what kept, and why. `endSessions`: which sessions are ended so that
   * their worktrees can go.
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
  /** Removes one worktree through the same guard; fails with the reason it is kept. */
  remove: procedure.input(one.extend({ ignoreTeardown })).output(cleanResult),
  /** Makes an existing worktree the one of an agent that has none; its branch is kept. */
  adopt: procedure
    .input(one.extend({ feature: z.string(), agent: z.string() }))
    .output(worktreeView),
  move: procedure.input(one.extend({ to: z.string() })).output(worktreeView),
  /** Finds worktrees whose folders were moved or whose links broke, and joins them again; names what stays missing. */
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
  /** The kept output of the last set-up of an agent; null when there was none. */
  setUpLog: procedure
    .input(z.object({ project: projectId, feature: z.string(), agent: z.string() }))
    .output(z.object({ text: z.string().nullable() })),
};
