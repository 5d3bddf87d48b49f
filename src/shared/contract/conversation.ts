import * as z from 'zod';
import { procedure } from './base.ts';
import { feature, projectId } from './common.ts';

/** One entry of a session's transcript. */
export const conversationEntry = z.object({
  /** Byte offset of its line in the file, and its line number. */
  offset: z.number().int(),
  part: z.number().int(),
  kind: z.enum(['prompt', 'answer', 'thought', 'tool', 'result', 'note']),
  /** Name of the tool used. */
  tool: z.string().nullable(),
  text: z.string(),
  /** The text was truncated here; the file has the rest. */
  cut: z.boolean(),
  /** Written by a subagent. */
  inner: z.boolean(),
  /** The result of a tool that failed. */
  failed: z.boolean(),
  /** Milliseconds since the epoch; null where the line has no time. */
  at: z.number().nullable(),
});
export type ConversationEntry = z.infer<typeof conversationEntry>;

/** Token usage as the service counted it. */
export const usage = z.object({
  input: z.number().int(),
  output: z.number().int(),
  cacheRead: z.number().int(),
  cacheWritten: z.number().int(),
  /** US dollars; null where the CLI recorded none. */
  cost: z.number().nullable(),
  model: z.string().nullable(),
});
export type Usage = z.infer<typeof usage>;

export const conversationPage = z.object({
  entries: z.array(conversationEntry),
  /** Byte range of the page: earlier pages end at `begin`, later ones start at `end`. */
  begin: z.number().int(),
  end: z.number().int(),
});
export type ConversationPage = z.infer<typeof conversationPage>;

const target = z.object({ project: projectId, feature, agent: z.string() });

export const conversationContract = {
  /**
   * A page of an agent's conversation: the last one, the one before a byte offset, or what came after one. Null when
   * the agent has none, e.g. because it does not run claude or never received a prompt.
   */
  read: procedure
    .input(
      target.extend({ before: z.number().int().optional(), after: z.number().int().optional() }),
    )
    .output(z.object({ page: conversationPage.nullable() })),
  /**
   * Entries that contain the words, from a byte offset on, at most fifty; with `prompts`, only a person's prompts.
   * `next` is where the search continues, null at the end of the file.
   */
  find: procedure
    .input(
      target.extend({ words: z.string(), prompts: z.boolean(), from: z.number().int().optional() }),
    )
    .output(z.object({ found: z.array(conversationEntry), next: z.number().int().nullable() })),
  /** Null until something was counted. */
  usage: procedure.input(target).output(z.object({ usage: usage.nullable() })),
};
