import * as z from 'zod';
import type { FailureCode } from '../failures/failures.ts';

/** Shapes that several features share. */

/** Identifies an open project: the absolute real path of its main checkout. */
export const projectId = z.string().min(1);
export const feature = z.string().min(1);

/**
 * Progress of long work. `done` and `total` count steps; `log` carries output. The last event of a stream is its
 * result, which each feature defines.
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
 * A code listed in src/shared/failures, or an unknown text: a page stays open during an update, so the server may be of
 * another version. The unknown text is opaque, so comparing with a misspelt code does not compile.
 */
const failureCode = z.custom<FailureCode | z.$brand<'code of another version'>>(
  (code) => typeof code === 'string',
);

/**
 * Every expected failure crosses the wire in this shape. `message` says what happened to what, `remedy` what to do
 * about it, `data` what an interface needs to act.
 */
export const failure = z.object({
  code: failureCode,
  message: z.string(),
  remedy: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Failure = z.infer<typeof failure>;
