import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, projectId } from './common.ts';
import { contractChange } from './contracts.ts';

/**
 * The subject of a review: an agent's work compared with the commit it was cut from, or a merge compared with the
 * feature branch.
 */
export const reviewSubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('agent'),
    agent: z.string(),
    /** Include uncommitted work as it is in the worktree now. */
    uncommitted: z.boolean(),
  }),
  z.object({ kind: z.literal('sync'), sync: z.string() }),
]);
export type ReviewSubject = z.infer<typeof reviewSubject>;

export const reviewedFile = z.object({
  path: z.string(),
  /** The path before a rename. */
  from: z.string().nullable(),
  kind: z.enum(['added', 'changed', 'deleted', 'renamed', 'mode']),
  insertions: z.number().int(),
  deletions: z.number().int(),
  binary: z.boolean(),
  /** Identifies the two versions. A viewed mark is stored for it, so it disappears when the file changes again. */
  key: z.string(),
  viewed: z.boolean(),
});
export type ReviewedFile = z.infer<typeof reviewedFile>;

export const reviewComment = z.object({
  id: z.string(),
  path: z.string(),
  side: z.enum(['before', 'after']),
  /** 1-based. */
  line: z.number().int(),
  /** The line's text when the comment was made. */
  quote: z.string(),
  text: z.string(),
  at: z.number(),
});
export type ReviewComment = z.infer<typeof reviewComment>;

export const review = z.object({
  base: z.object({ oid: z.string(), label: z.string() }),
  head: z.object({ oid: z.string(), label: z.string() }),
  files: z.array(reviewedFile),
  comments: z.array(reviewComment),
});
export type Review = z.infer<typeof review>;

const target = z.object({ project: projectId, feature, subject: reviewSubject });

export const reviewContract = {
  show: procedure.input(target).output(review),
  /** Both versions of one file; null for a version that is missing, not text, or over 2 MB. */
  file: procedure.input(target.extend({ path: z.string() })).output(
    z.object({
      before: z.string().nullable(),
      after: z.string().nullable(),
      binary: z.boolean(),
      tooLarge: z.boolean(),
      /** For contracts, the differences by meaning. Null when they cannot be computed, or the file is no contract. */
      changes: z.array(contractChange).nullable(),
      /** Sizes in bytes; null for a missing version. */
      beforeBytes: z.number().nullable(),
      afterBytes: z.number().nullable(),
    }),
  ),
  viewed: procedure
    .input(z.object({ project: projectId, key: z.string(), viewed: z.boolean() }))
    .output(z.object({ viewed: z.boolean() })),
  comment: procedure
    .input(target.extend({ comment: reviewComment.omit({ id: true, at: true }) }))
    .output(z.array(reviewComment)),
  uncomment: procedure.input(target.extend({ id: z.string() })).output(z.array(reviewComment)),
  /** Sends all comments as one prompt to an agent's session and clears the list. */
  send: procedure
    .input(target.extend({ agent: z.string() }))
    .output(z.object({ state: z.enum(['sent', 'queued', 'started']) })),
};
