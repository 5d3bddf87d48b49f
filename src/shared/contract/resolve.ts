import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { contractCards, contractChoice } from './contracts.ts';
import { sessionView } from './session.ts';

/** One version of a file in conflict. */
export const conflictSide = z.object({
  /** Who it is of, in words: an agent's title, or what was merged before. */
  label: z.string(),
  oid: z.string(),
  /** git's octal mode: `100644`, `100755`, `120000` (link), `160000` (submodule). */
  mode: z.string(),
});
export type ConflictSide = z.infer<typeof conflictSide>;

/** What a person (or a reviewed session) decided for one conflict. */
export const answer = z.discriminatedUnion('kind', [
  /** One version whole; a version that is not there means the file goes. */
  z.object({ kind: z.literal('side'), side: z.enum(['base', 'ours', 'theirs']) }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type Answer = z.infer<typeof answer>;

export const conflict = z.object({
  /** Of what is in conflict (path, kind and all versions): the same conflict has the same id again. */
  id: z.string(),
  path: z.string(),
  /** git's class: `contents`, `add/add`, `modify/delete`, `rename/rename`, `file/directory`, `binary`, `submodule`… */
  kind: z.string(),
  /** The agents whose work meets here, in merge order. */
  agents: z.array(z.string()),
  base: conflictSide.nullable(),
  ours: conflictSide.nullable(),
  theirs: conflictSide.nullable(),
  state: z.enum(['open', 'resolved']),
  /** `text` where the person wrote it. Null while it is open. */
  resolution: z
    .object({
      how: z.enum(['base', 'ours', 'theirs', 'text']),
      by: z.enum(['person', 'session']),
      /** Milliseconds since the epoch. */
      at: z.number(),
    })
    .nullable(),
});
export type Conflict = z.infer<typeof conflict>;

export const conflictList = z.object({
  sync: z.string(),
  /** The resolved ones first met stay listed, so that they can be opened again. */
  conflicts: z.array(conflict),
  /** What a session that was asked has done; null when none was asked. */
  session: z
    .object({
      view: sessionView.nullable(),
      /** Conflicts (by id) whose file no longer holds markers in the session's worktree. */
      proposed: z.array(z.string()),
      /** Files that it changed and may not; they never count. */
      strayed: z.array(z.string()),
    })
    .nullable(),
});
export type ConflictList = z.infer<typeof conflictList>;

/** The versions of one conflict as text; null where it is not there, not text, or over 2 MB. */
export const conflictFile = z.object({
  id: z.string(),
  path: z.string(),
  binary: z.boolean(),
  tooLarge: z.boolean(),
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** With conflict markers that name the branches. */
  marked: z.string().nullable(),
  /** What was written and not yet accepted; survives a restart. */
  draft: z.string().nullable(),
  /** The accepted text, or what the asked session proposes. */
  accepted: z.string().nullable(),
  proposed: z.string().nullable(),
  /** Of a contract whose conflicts are known place by place. */
  contract: contractCards.nullable(),
});
export type ConflictFile = z.infer<typeof conflictFile>;

const target = z.object({ project: projectId, feature, sync: z.string() });
const one = target.extend({ id: z.string() });

export const resolveContract = {
  /** The conflicts of a sync point as they are now; a new list whenever something changes. */
  watch: procedure.input(target).output(eventIterator(conflictList)),
  file: procedure.input(one).output(conflictFile),
  /** Keeps what is being written. */
  draft: procedure
    .input(one.extend({ text: z.string().nullable() }))
    .output(z.object({ kept: z.boolean() })),
  /** Keeps what is chosen at one place of a contract (null opens it again), and tells what it comes to. */
  choose: procedure
    .input(one.extend({ path: z.string(), choice: contractChoice.nullable() }))
    .output(contractCards),
  /**
   * Settles a conflict. Fails with `resolve.markersLeft` (line) and, for YAML and JSON, with `resolve.syntax` (line,
   * column) unless `anyway`.
   */
  settle: procedure
    .input(
      one.extend({ answer, by: z.enum(['person', 'session']), anyway: z.boolean().optional() }),
    )
    .output(conflictList),
  /** Opens a settled conflict again. */
  reopen: procedure.input(one).output(conflictList),
  /**
   * Opens a session in the integration worktree that may change the conflicted files only. What it does is a proposal
   * until it is settled with `by: 'session'`.
   */
  ask: procedure
    .input(target)
    .output(
      eventIterator(
        z.union([progress, z.object({ kind: z.literal('result'), result: sessionView })]),
      ),
    ),
};
