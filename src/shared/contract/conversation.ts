import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, projectId } from './common.ts';

/** One thing that was said or done in a session, as its CLI keeps it. */
export const conversationEntry = z.object({
  /** Byte of the file at which its line begins, and its number in that line. */
  offset: z.number().int(),
  part: z.number().int(),
  kind: z.enum(['prompt', 'answer', 'thought', 'tool', 'result', 'note']),
  /** The tool that is used. */
  tool: z.string().nullable(),
  text: z.string(),
  /** The text goes on in the file. */
  cut: z.boolean(),
  /** Of a subagent. */
  inner: z.boolean(),
  /** A result that is an error. */
  failed: z.boolean(),
  /** Milliseconds since the epoch; null where the line does not say. */
  at: z.number().nullable(),
});
export type ConversationEntry = z.infer<typeof conversationEntry>;

/** What the service counted, in tokens. */
export const usage = z.object({
  input: z.number().int(),
  output: z.number().int(),
  cacheRead: z.number().int(),
  cacheWritten: z.number().int(),
  /** US dollars, where the CLI wrote them down; null where it did not. */
  cost: z.number().nullable(),
  model: z.string().nullable(),
});
export type Usage = z.infer<typeof usage>;

export const conversationPage = z.object({
  entries: z.array(conversationEntry),
  /** Where the page begins and ends, in bytes: earlier pages end at `begin`, later ones begin at `end`. */
  begin: z.number().int(),
  end: z.number().int(),
});
export type ConversationPage = z.infer<typeof conversationPage>;

const target = z.object({ project: projectId, feature, agent: z.string() });

export const conversationContract = {
  /**
   * A page of an agent's conversation: the last one, the one before a byte, or what came after a byte. Null where the
   * agent has none, e.g. because it runs something else than claude or was never given a prompt.
   */
  read: procedure
    .input(
      target.extend({ before: z.number().int().optional(), after: z.number().int().optional() }),
    )
    .output(z.object({ page: conversationPage.nullable() })),
  /**
   * Entries that hold the words, from a byte on, at most fifty; with `prompts`, only those of a person. `next` is where
   * the search goes on, null at the end of the file.
   */
  find: procedure
    .input(
      target.extend({ words: z.string(), prompts: z.boolean(), from: z.number().int().optional() }),
    )
    .output(z.object({ found: z.array(conversationEntry), next: z.number().int().nullable() })),
  /** Null where nothing was counted yet. */
  usage: procedure.input(target).output(z.object({ usage: usage.nullable() })),
};
