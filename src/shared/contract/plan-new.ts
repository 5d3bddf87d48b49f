import * as z from 'zod';
import type { Role } from '../plan/roles.ts';
import { projectId } from './common.ts';

/** What a new plan is made from. */
export const wantedPlan = z.object({
  project: projectId,
  /** A pattern (`full-stack`, …) or a template of the project. */
  template: z.string().min(1),
  /** As a person writes it; it is converted into a name. */
  feature: z.string(),
  /** What the feature is for, in a line. */
  about: z.string().optional(),
  /** Optional agents of the pattern that are wanted, by key. */
  include: z.array(z.string()).optional(),
});

/** An agent that a new plan would have. */
export const proposedAgent = z.object({
  key: z.string(),
  title: z.string(),
  role: z.string(),
  /** Name of its phase. */
  phase: z.string(),
  scope: z.array(z.string()),
  prompt: z.string(),
  /** `template`: as saved with the template. */
  promptKind: z.enum(['configured', 'command', 'skill', 'words', 'template']),
  /** Why it has this scope. */
  reason: z.string(),
});
export type ProposedAgent = z.infer<typeof proposedAgent>;

/** What a new plan would be, before it is made. */
export const proposal = z.object({
  agents: z.array(proposedAgent),
  /** What its sync points run. */
  verify: z.array(z.string()),
  /** `config`: named once for all plans; `repository`: found in its manifests. */
  verifyFrom: z.enum(['config', 'repository', 'template', 'nothing']),
  /** What is worth knowing before it is made, in sentences. */
  notes: z.array(z.string()),
  /** Tracked files that were looked at. */
  files: z.number(),
  /** Whether these are all of them. */
  complete: z.boolean(),
});
export type Proposal = z.infer<typeof proposal>;

/** A template that a project keeps in its configuration. */
const projectTemplate = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  agents: z.number(),
});

/** What new plans and new agents of a project can be made from. */
export const planKit = z.object({
  /** With scope and prompt as this repository suggests them. */
  roles: z.array(z.custom<Role>((value) => typeof value === 'object' && value !== null)),
  templates: z.array(projectTemplate),
});
export type PlanKit = z.infer<typeof planKit>;
