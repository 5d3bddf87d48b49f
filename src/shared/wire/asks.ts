import * as z from 'zod';

/** A session's request and its answer, in the format of the CLI. */

export const askedRequest = z.object({
  id: z.string(),
  tool: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** Permission rules that the CLI offers with the request. */
  suggestions: z.array(z.unknown()),
  /** The subagent that asks, if any. */
  subagent: z.string().nullable(),
  since: z.number(),
});
export type AskedRequest = z.infer<typeof askedRequest>;

export const askDecision = z.discriminatedUnion('behavior', [
  z.object({
    behavior: z.literal('allow'),
    /** The input of a question with its answers. */
    updatedInput: z.record(z.string(), z.unknown()).optional(),
    /** Permission rules for the CLI to remember. */
    updatedPermissions: z.array(z.unknown()).optional(),
  }),
  z.object({ behavior: z.literal('deny'), message: z.string() }),
]);
export type AskDecision = z.infer<typeof askDecision>;
