import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { procedure } from './base.ts';
import { projectId } from './common.ts';

export const check = z.object({
  id: z.string(),
  state: z.enum(['ok', 'warning', 'missing']),
  message: z.string(),
  remedy: z.string(),
});
export type Check = z.infer<typeof check>;

/** A plan file of the project, valid or not. */
export const planFile = z.object({
  /** Relative to the main checkout, with forward slashes. */
  file: z.string(),
  feature: z.string().nullable(),
  /** The first problem of an invalid plan file. */
  error: z.string().nullable(),
});
export type PlanFile = z.infer<typeof planFile>;

export const projectView = z.object({
  id: projectId,
  name: z.string(),
  path: z.string(),
  /** Absolute path of the folder for worktrees. */
  worktreeRoot: z.string(),
  branch: z.string().nullable(),
  head: z.string().nullable(),
  gitVersion: z.string(),
  /** The checks of `doctor`. */
  checks: z.array(check),
  plans: z.array(planFile),
  trusted: z.boolean(),
  demo: z.boolean(),
});
export type ProjectView = z.infer<typeof projectView>;

/** Folders that complete a typed path. */
const folderChoices = z.object({
  /** The person's home folder. */
  home: z.string(),
  choices: z.array(z.object({ name: z.string(), path: z.string(), repository: z.boolean() })),
  /** Whether the list was truncated. */
  more: z.boolean(),
});
export type FolderChoices = z.infer<typeof folderChoices>;

export const projectContract = {
  /** Opens a repository; a path inside a linked worktree opens its main checkout. */
  open: procedure.input(z.object({ path: z.string() })).output(projectView),
  /** The project that this server or window was started with, or null. */
  initial: procedure.output(z.object({ path: z.string().nullable() })),
  recent: procedure.output(z.array(z.object({ path: z.string(), name: z.string() }))),
  folders: procedure.input(z.object({ typed: z.string() })).output(folderChoices),
  /** Creates a temporary project with scripted agents, which is deleted when the app exits. */
  demo: procedure.output(z.object({ path: z.string() })),
  watch: procedure.input(z.object({ project: projectId })).output(eventIterator(projectView)),
};
