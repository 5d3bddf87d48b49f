import * as z from 'zod';

/** What a session asks for and how it is answered, in the CLI's own terms. */

export const askedRequest = z.object({
  id: z.string(),
  tool: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** Rules that the CLI itself offers with the request. */
  suggestions: z.array(z.unknown()),
  /** The subagent that asks, if it is one. */
  subagent: z.string().nullable(),
  since: z.number(),
});
export type AskedRequest = z.infer<typeof askedRequest>;

export const askDecision = z.discriminatedUnion('behavior', [
  z.object({
    behavior: z.literal('allow'),
    /** A question's input with its answers. */
    updatedInput: z.record(z.string(), z.unknown()).optional(),
    /** Rules that the CLI keeps from now on. */
    updatedPermissions: z.array(z.unknown()).optional(),
  }),
  z.object({ behavior: z.literal('deny'), message: z.string() }),
]);
export type AskDecision = z.infer<typeof askDecision>;
