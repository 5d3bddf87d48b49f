import * as z from 'zod';
import { procedure } from './base.ts';
import { projectId } from './common.ts';

export const worktreeView = z.object({
  path: z.string(),
  branch: z.string().nullable(),
  owner: z.enum(['agent', 'integration', 'pool', 'user']),
  /** `ok`, `missing`, `locked`, `busy` (a merge or rebase is under way), `unknown`. */
  state: z.string(),
  bytes: z.number().nullable(),
  /** Commits that no other branch holds. */
  unmerged: z.number().int().nullable(),
  dirty: z.boolean().nullable(),
});
export type WorktreeView = z.infer<typeof worktreeView>;

export const cleanResult = z.object({
  removed: z.array(z.string()),
  kept: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Ids for *restore*, one per removed worktree. */
  trash: z.array(z.string()),
});
export type CleanResult = z.infer<typeof cleanResult>;

export const worktreesContract = {
  list: procedure
    .input(z.object({ project: projectId }))
    .output(z.object({ worktrees: z.array(worktreeView) })),
  /** `apply: false` says what would be removed and what kept, and why. */
  clean: procedure.input(z.object({ project: projectId, apply: z.boolean() })).output(cleanResult),
  restore: procedure
    .input(z.object({ project: projectId, id: z.string() }))
    .output(z.object({ ref: z.string(), path: z.string() })),
};
