import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { ROLE_COLOURS, ROLE_ICONS } from '../../../shared/plan/roles.ts';
import {
  agentSchema,
  keySchema,
  syncSchema,
  verifyStepSchema,
} from '../../../shared/plan/schema.ts';
import { CoreFailure } from '../failure.ts';
import { offsetOf } from '../yaml/yaml-place.ts';

export const CONFIG_FILE = '.tributary/config.yaml';

const names = z.array(z.string().min(1));

/** What agents of a role are by default. What is not said stays as built in, or as the repository suggests. */
const roleSchema = z.looseObject({
  title: z.string().min(1).max(40).optional(),
  icon: z.enum(ROLE_ICONS).optional(),
  colour: z.enum(ROLE_COLOURS).optional(),
  /** `{feature}` and `{about}` are filled in. */
  prompt: z.string().min(1).optional(),
  /** Globs; an empty list lets the role change anything. */
  scope: names.optional(),
  reads: names.optional(),
  writes: names.optional(),
  model: z.string().min(1).optional(),
});

/** Agents and sync points as in a plan; `{feature}` and `{about}` in prompts and titles are filled in. */
const templateSchema = z.looseObject({
  title: z.string().min(1).optional(),
  about: z.string().optional(),
  agents: z.record(keySchema, agentSchema),
  syncs: z.record(keySchema, syncSchema),
});

/** `.tributary/config.yaml`. Unknown keys are left alone. */
export const configSchema = z.looseObject({
  version: z.literal(1).optional(),
  /** Folder for worktrees, absolute or relative to the main checkout; default: beside it. */
  worktreeRoot: z.string().min(1).optional(),
  /** Shell line that makes a new worktree ready. */
  setup: z.string().min(1).optional(),
  teardown: z.string().min(1).optional(),
  /** Fresh worktrees made ahead; 0 makes none. Default: none in a small repository, else for the largest phase. */
  pool: z.int().min(0).max(20).optional(),
  /** For sync points that have no `verify` of their own. */
  verify: z.array(verifyStepSchema).optional(),
  teamSize: z.enum(['solo', 'pair', 'team']).optional(),
  contracts: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        path: z.string().min(1),
        policy: z.enum(['additive', 'review', 'critical', 'text']).optional(),
        owner: z.string().optional(),
        consumers: z.array(z.string()).optional(),
        /** Whether comments and trailing commas are right in this JSON; default: by the file's name. */
        comments: z.boolean().optional(),
        /** Keys that items of lists are known by: for every list, or for the lists at a path. */
        identity: z
          .array(z.union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))]))
          .optional(),
        /** Dotted paths of lists of plain values whose order means nothing; `*` stands for one part. */
        sets: z.array(z.string().min(1)).optional(),
      }),
    )
    .optional(),
  /** By name: a built-in role (designer, data, backend, frontend, qa, devops, custom) or one of the project. */
  roles: z.record(keySchema, roleSchema).optional(),
  /** Plans to begin others from, by name. */
  templates: z.record(keySchema, templateSchema).optional(),
});
export type Config = z.infer<typeof configSchema>;

/** The project's configuration; empty when there is no file. Fails with `config.broken`, line and column. */
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
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const { line, col } = lines.linePos(offsetOf(document, path));
  throw broken(`${CONFIG_FILE}:${line}:${col}: ${path.join('.')}: ${issue?.message}`, {
    line,
    column: col,
  });
}

function broken(message: string, data: Record<string, unknown>): CoreFailure {
  return new CoreFailure({
    code: 'config.broken',
    message,
    remedy: 'Correct the file at this place. Nothing was changed.',
    data: { file: CONFIG_FILE, ...data },
    exit: 1,
  });
}
