import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { contractCards, contractChoice } from './contracts.ts';
import { sessionView } from './session.ts';

/** One version of a file in conflict. */
export const conflictSide = z.object({
  /** Whose version it is: an agent's title, or what was merged before. */
  label: z.string(),
  oid: z.string(),
  /** git's octal mode: `100644`, `100755`, `120000` (link), `160000` (submodule). */
  mode: z.string(),
});
export type ConflictSide = z.infer<typeof conflictSide>;

/** The decision of a person (or of a session whose work they reviewed) for one conflict. */
export const answer = z.discriminatedUnion('kind', [
  /** One whole version; choosing a version that does not exist deletes the file. */
  z.object({ kind: z.literal('side'), side: z.enum(['base', 'ours', 'theirs']) }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type Answer = z.infer<typeof answer>;

export const conflict = z.object({
  /** Derived from the conflict (path, kind and all versions): the same conflict always has the same id. */
  id: z.string(),
  path: z.string(),
  /**
   * git's class of conflict: `contents`, `add/add`, `modify/delete`, `rename/rename`, `file/directory`, `binary`,
   * `submodule`…
   */
  kind: z.string(),
  /** The agents whose changes conflict, in merge order. */
  agents: z.array(z.string()),
  base: conflictSide.nullable(),
  ours: conflictSide.nullable(),
  theirs: conflictSide.nullable(),
  state: z.enum(['open', 'resolved']),
  /** `text` when a person wrote the result. Null while unresolved. */
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
  /** Resolved conflicts stay in the list so that they can be reopened. */
  conflicts: z.array(conflict),
  /** Progress of the session asked to resolve; null when none was asked. */
  session: z
    .object({
      view: sessionView.nullable(),
      /** Ids of conflicts whose file has no markers left in the session's worktree. */
      proposed: z.array(z.string()),
      /** Files it changed without permission; those changes are ignored. */
      strayed: z.array(z.string()),
    })
    .nullable(),
});
export type ConflictList = z.infer<typeof conflictList>;

/** The versions of one conflict as text; null for a version that is missing, not text, or over 2 MB. */
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
  /** The unsaved text of the editor; survives a restart. */
  draft: z.string().nullable(),
  /** The accepted text, or the proposal of the asked session. */
  accepted: z.string().nullable(),
  proposed: z.string().nullable(),
  /** For contracts with conflicts known place by place. */
  contract: contractCards.nullable(),
});
export type ConflictFile = z.infer<typeof conflictFile>;

const target = z.object({ project: projectId, feature, sync: z.string() });
const one = target.extend({ id: z.string() });

export const resolveContract = {
  /** The current conflicts of a sync point; emits a new list after every change. */
  watch: procedure.input(target).output(eventIterator(conflictList)),
  file: procedure.input(one).output(conflictFile),
  /** Stores the text being edited. */
  draft: procedure
    .input(one.extend({ text: z.string().nullable() }))
    .output(z.object({ kept: z.boolean() })),
  /** Stores the choice for one place of a contract (null reopens it) and returns the outcome. */
  choose: procedure
    .input(one.extend({ path: z.string(), choice: contractChoice.nullable() }))
    .output(contractCards),
  /**
   * Resolves a conflict. Fails with `resolve.markersLeft` (line) and, for YAML and JSON, with `resolve.syntax` (line,
   * column) unless `anyway`.
   */
  settle: procedure
    .input(
      one.extend({ answer, by: z.enum(['person', 'session']), anyway: z.boolean().optional() }),
    )
    .output(conflictList),
  /** Reopens a resolved conflict. */
  reopen: procedure.input(one).output(conflictList),
  /**
   * Starts a session in the integration worktree that may change only the conflicted files. Its work is a proposal
   * until a person resolves with `by: 'session'`.
   */
  ask: procedure
    .input(target)
    .output(
      eventIterator(
        z.union([progress, z.object({ kind: z.literal('result'), result: sessionView })]),
      ),
    ),
};
