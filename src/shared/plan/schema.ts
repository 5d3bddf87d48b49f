import * as z from 'zod';
import { KEY_PATTERN, RESERVED_KEYS } from '../names.ts';

/** The plan file as zod schemas. Unknown keys are kept (`looseObject`) and reported by the linter as info. */

export const keySchema = z
  .string()
  .regex(KEY_PATTERN, 'a lower-case letter, then letters, digits or dashes, at most 40')
  .refine((key) => !RESERVED_KEYS.includes(key), 'this name is reserved');

export const runsSchema = z.union([
  z.enum(['claude', 'codex', 'gemini', 'opencode', 'shell', 'sim']),
  z.strictObject({ command: z.string().min(1) }),
  z.strictObject({ remote: z.string().min(1) }),
  z.strictObject({ ssh: z.string().min(1) }),
]);

const nameList = z.array(z.string().min(1));
/** One text is a list of one. */
const texts = z.union([z.string().min(1), nameList]);

/** What a session of `claude` is started with beside its briefing. */
const optionsSchema = z.looseObject({
  permissionMode: z.string().min(1).optional(),
  allowedTools: texts.optional(),
  /** Folders beside the worktree, absolute or relative to it. */
  addDirs: texts.optional(),
  appendSystemPrompt: z.string().min(1).optional(),
});

export const agentSchema = z.looseObject({
  title: z.string().optional(),
  role: z.string().min(1),
  prompt: z.string().optional(),
  scope: nameList.optional(),
  reads: nameList.optional(),
  writes: nameList.optional(),
  after: nameList.optional(),
  runs: runsSchema.optional(),
  sim: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  options: optionsSchema.optional(),
});

export const verifyStepSchema = z.union([
  z.string().min(1),
  z.strictObject({ claude: z.string().min(1) }),
]);

export const syncSchema = z.looseObject({
  title: z.string().optional(),
  merges: nameList,
  verify: z.array(verifyStepSchema).optional(),
  strategy: z.enum(['merge', 'squash']).optional(),
  push: z.boolean().optional(),
  checklist: nameList.optional(),
  timeout: z.number().positive().optional(),
});

export const planSchema = z.looseObject({
  version: z.literal(1),
  feature: keySchema,
  /** What the feature is for, in a line; new agents' prompts hold it. */
  about: z.string().optional(),
  base: z.string().min(1),
  agents: z.record(z.string(), agentSchema),
  syncs: z.record(z.string(), syncSchema),
  accept: z.enum(['person', 'facts']).optional(),
});
