import * as z from 'zod';
import { KEY_PATTERN, RESERVED_KEYS } from '../names.ts';

/**
 * The plan file as zod schemas: the types of `model.ts`, the JSON schemas, the known keys and docs/plan-file.md come from
 * here. Unknown keys are kept (`loose`) and reported by the linter as info.
 */

export const keySchema = z
  .string()
  .regex(KEY_PATTERN, 'a lower-case letter, then letters, digits or dashes, at most 40')
  .refine((key) => !RESERVED_KEYS.includes(key), 'this name is reserved');

const programs = ['claude', 'codex', 'gemini', 'opencode', 'shell', 'sim'] as const;

export const runsSchema = z.union([
  z.enum(programs),
  z.strictObject({ command: z.string().min(1) }),
  z.strictObject({ remote: z.string().min(1) }),
  z.strictObject({ ssh: z.string().min(1) }),
]);

const nameList = z.array(z.string().min(1));
/** A single text is a list of one. */
const texts = z.union([z.string().min(1), nameList]);

/** An optional key, with description and example for the reference page. */
export function may<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  example: unknown,
) {
  return z.exactOptional(schema.meta({ description, examples: [example] }));
}

export function must<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  example: unknown,
) {
  return schema.meta({ description, examples: [example] });
}

export const optionsFields = z.object({
  permissionMode: may(
    z.string().min(1),
    'Permission mode of the CLI. Default: the setting of the CLI.',
    'acceptEdits',
  ),
  allowedTools: may(texts, 'Tools that it may use without asking.', ['Bash(npm test *)']),
  addDirs: may(texts, 'Folders beside the worktree, absolute or relative to it.', ['../assets']),
  appendSystemPrompt: may(z.string().min(1), 'Added to its briefing.', 'Answer in French.'),
});

/** The valid values of a priority, for messages. */
export const PRIORITY_WORDS = 'a whole number';

export const agentFields = z.object({
  title: may(z.string(), 'Display title. Default: derived from the key.', 'API'),
  role: must(
    z.string().min(1),
    'A built-in role (designer, data, backend, frontend, qa, devops, custom) or one of the project.',
    'backend',
  ),
  prompt: may(z.string(), 'The task, or a slash command.', 'Build the endpoints.'),
  scope: may(nameList, 'Globs of the files it may change. Default: all files.', ['server/**']),
  reads: may(nameList, 'Contracts that it reads.', ['api']),
  writes: may(nameList, 'Contracts that it writes.', ['api']),
  after: may(
    nameList,
    'Sync points that must have landed before it starts, and at most one agent that it continues from.',
    ['phase-1'],
  ),
  priority: may(
    z.int(`expected ${PRIORITY_WORDS}`),
    'Agents with a higher priority are started first when the number of running agents is limited, which nothing does yet. Default: 0.',
    10,
  ),
  runs: may(runsSchema, 'What works on its branch. Default: claude.', 'claude'),
  sim: may(z.string().min(1), 'Script of a `sim` agent, relative to the repository.', 'sim/qa.txt'),
  model: may(z.string().min(1), "Model that its CLI is asked for. Default: the CLI's own.", 'opus'),
  options: may(
    optionsFields.loose(),
    'Options with which a `claude` session is started, besides its briefing.',
    { permissionMode: 'acceptEdits' },
  ),
});
export const agentSchema = agentFields.loose();

export const verifyStepSchema = z.union([
  z.string().min(1),
  z.strictObject({ claude: z.string().min(1) }),
]);

export const syncFields = z.object({
  title: may(z.string(), 'Display title. Default: derived from the key.', 'API and database'),
  merges: must(nameList, 'Agents in merge order.', ['data', 'backend']),
  verify: may(
    z.array(verifyStepSchema),
    'Shell lines, or `claude: /command`, run on the merged candidate. Default: `verify` of the project.',
    ['npm test', { claude: '/review' }],
  ),
  strategy: may(
    z.enum(['merge', 'squash']),
    'A merge commit for each branch, or one commit for all. Default: merge.',
    'squash',
  ),
  push: may(z.boolean(), 'Push the branches once it has landed. Default: false.', true),
  checklist: may(nameList, 'Items that a person ticks.', ['Looked at on a phone']),
  timeout: may(z.number().positive(), 'Seconds that each verification step may take.', 600),
});
export const syncSchema = syncFields.loose();

export const planFields = z.object({
  version: must(z.literal(1), 'The version of the format.', 1),
  feature: must(keySchema, 'Name of the feature, of its branch and of this file.', 'profile'),
  about: may(
    z.string(),
    'One line about the purpose of the feature, included in the prompts of new agents.',
    'People edit their own name',
  ),
  base: must(z.string().min(1), 'Branch that the feature is cut from and merged into.', 'main'),
  agents: must(z.record(z.string(), agentSchema), 'Agents by key.', {
    backend: { role: 'backend' },
  }),
  syncs: must(z.record(z.string(), syncSchema), 'Sync points by key.', {
    'phase-1': { merges: ['backend'] },
  }),
  accept: may(
    z.enum(['person', 'facts']),
    'Who accepts finished work: a person, or facts alone (committed, clean, within scope). Default: person.',
    'facts',
  ),
});
export const planSchema = planFields.loose();
