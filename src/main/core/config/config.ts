import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { ROLE_COLOURS, ROLE_ICONS } from '../../../shared/plan/roles.ts';
import {
  agentSchema,
  keySchema,
  may,
  must,
  syncSchema,
  verifyStepSchema,
} from '../../../shared/plan/schema.ts';
import { CoreFailure } from '../failure.ts';
import { firstIssue } from '../yaml/schema-issue.ts';
import { offsetOf } from '../yaml/yaml-place.ts';

export const CONFIG_FILE = '.tributary/config.yaml';

const names = z.array(z.string().min(1));

/** Defaults for agents of a role. Missing fields keep the built-in or fitted value. */
export const roleFields = z.object({
  title: may(z.string().min(1).max(40), 'What people read.', 'Tester'),
  icon: may(z.enum(ROLE_ICONS), 'Icon of its cards.', 'bot'),
  colour: may(z.enum(ROLE_COLOURS), 'Colour of its cards.', 'accent'),
  prompt: may(
    z.string().min(1),
    'Prompt of new agents; `{feature}` and `{about}` are filled in.',
    'Test {feature}.',
  ),
  scope: may(names, 'Globs; an empty list lets the role change anything.', ['test/**']),
  reads: may(names, 'Contracts that it reads.', ['api']),
  writes: may(names, 'Contracts that it writes.', ['tokens']),
  model: may(z.string().min(1), 'Model that its CLI is asked for.', 'opus'),
});

/** Agents and sync points as in a plan; `{feature}` and `{about}` in prompts and titles are replaced. */
export const templateFields = z.object({
  title: may(z.string().min(1), 'What people read.', 'Small change'),
  about: may(z.string(), 'When it fits, in a line.', 'One agent and a review'),
  agents: must(z.record(keySchema, agentSchema), 'Agents as in a plan.', {
    backend: { role: 'backend' },
  }),
  syncs: must(z.record(keySchema, syncSchema), 'Sync points as in a plan.', {
    'phase-1': { merges: ['backend'] },
  }),
});

export const contractFields = z.object({
  name: must(z.string().min(1), 'What plans call it.', 'api'),
  path: must(z.string().min(1), 'Glob of its files.', 'contracts/api.yaml'),
  policy: may(
    z.enum(['additive', 'review', 'critical', 'text']),
    'How changes of both sides are merged; see [contract-merge.md](contract-merge.md).',
    'additive',
  ),
  owner: may(z.string(), 'Role that decides about it.', 'backend'),
  consumers: may(z.array(z.string()), 'Roles that rely on it.', ['frontend']),
  comments: may(
    z.boolean(),
    'Whether comments and trailing commas are right in this JSON. Default: by the name of the file.',
    true,
  ),
  identity: may(
    z.array(z.union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))])),
    'Keys that items of lists are known by: for every list, or for the lists at a path.',
    ['id', { 'servers.*': 'url' }],
  ),
  sets: may(
    names,
    'Dotted paths of lists of plain values whose order means nothing; `*` stands for one part.',
    ['tags'],
  ),
});

export const configFields = z.object({
  version: may(z.literal(1), 'The version of the format.', 1),
  worktreeRoot: may(
    z.string().min(1),
    'Folder of the worktrees, absolute or relative to the main checkout. Default: beside it.',
    '../trees',
  ),
  setup: may(z.string().min(1), 'Shell line that makes a new worktree ready.', 'npm ci'),
  teardown: may(
    z.string().min(1),
    'Shell line that runs before a worktree is removed.',
    'make down',
  ),
  pool: may(
    z.int().min(0).max(20),
    'Fresh worktrees made ahead; 0 makes none. Default: none in a small repository, else for the largest phase.',
    2,
  ),
  verify: may(
    z.array(verifyStepSchema),
    'Verification of sync points that have none of their own.',
    ['npm test'],
  ),
  teamSize: may(z.enum(['solo', 'pair', 'team']), 'How many people work on a feature.', 'pair'),
  contracts: may(z.array(contractFields.loose()), 'Files that agents share.', [
    { name: 'api', path: 'contracts/api.yaml' },
  ]),
  roles: may(
    z.record(keySchema, roleFields.loose()),
    'By name: a built-in role (designer, data, backend, frontend, qa, devops, custom) or one of the project.',
    { tester: { title: 'Tester' } },
  ),
  templates: may(
    z.record(keySchema, templateFields.loose()),
    'Plans to begin others from, by name.',
    { small: { agents: { one: { role: 'backend' } }, syncs: { all: { merges: ['one'] } } } },
  ),
});

/** `.tributary/config.yaml`. Unknown keys are ignored. */
export const configSchema = configFields.loose();
export type Config = z.infer<typeof configSchema>;

/** The project's configuration; empty without a file. Fails with `config.broken`, with line and column. */
export async function readConfig(checkout: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(join(checkout, CONFIG_FILE), 'utf8');
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw thrown;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw broken(`${CONFIG_FILE}:${line}:${col}: ${problem.message}`, { line, column: col });
  }
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const { path, message } = firstIssue(parsed.error);
  const { line, col } = lines.linePos(offsetOf(document, path));
  throw broken(`${CONFIG_FILE}:${line}:${col}: ${message}`, { line, column: col });
}

function broken(message: string, data: Record<string, unknown>): CoreFailure {
  return new CoreFailure({
    code: 'config.broken',
    message,
    data: { file: CONFIG_FILE, ...data },
  });
}
