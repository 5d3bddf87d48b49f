import * as z from 'zod';
import type { FailureCode } from '../failures/failures.ts';

/** Shapes that several features share. */

/** Names an open project: the absolute real path of its main checkout. */
export const projectId = z.string().min(1);
export const feature = z.string().min(1);

/**
 * Progress of long work. `done` and `total` count steps; `log` carries output as it comes.
 * The last event of a stream is its result, which each feature defines.
 */
export const progress = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    step: z.string(),
    /** What the step works on: an agent, a branch, a command. */
    target: z.string().nullable(),
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({ kind: z.literal('log'), source: z.string(), text: z.string() }),
]);
export type Progress = z.infer<typeof progress>;

/**
 * A code of the list in src/shared/failures, or a text that is none of them: a page stays open over an update, so what
 * answers it may be of another version. That text is opaque, so comparing a code with a misspelt one does not compile.
 */
const failureCode = z.custom<FailureCode | z.$brand<'code of another version'>>(
  (code) => typeof code === 'string',
);

/**
 * Every expected failure crosses the wire as one of these. `message` says what happened to what, `remedy` what to do
 * about it, `data` what an interface needs to act.
 */
export const failure = z.object({
  code: failureCode,
  message: z.string(),
  remedy: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Failure = z.infer<typeof failure>;
