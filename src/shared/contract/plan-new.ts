import * as z from 'zod';
import type { Role } from '../plan/roles.ts';
import { projectId } from './common.ts';

/** Input for a new plan. */
export const wantedPlan = z.object({
  project: projectId,
  /** A pattern (`full-stack`, …) or a template of the project. */
  template: z.string().min(1),
  /** As typed; it is converted into a valid name. */
  feature: z.string(),
  /** One line about the purpose of the feature. */
  about: z.string().optional(),
  /** Keys of the pattern's optional agents to include. */
  include: z.array(z.string()).optional(),
});

/** An agent of a proposed plan. */
export const proposedAgent = z.object({
  key: z.string(),
  title: z.string(),
  role: z.string(),
  /** Name of its phase. */
  phase: z.string(),
  scope: z.array(z.string()),
  prompt: z.string(),
  /** Where the prompt comes from; `template`: saved with the template. */
  promptKind: z.enum(['configured', 'command', 'skill', 'words', 'template']),
  /** Why this scope was chosen. */
  reason: z.string(),
});
export type ProposedAgent = z.infer<typeof proposedAgent>;

/** A plan before it is created. */
export const proposal = z.object({
  agents: z.array(proposedAgent),
  /** Commands its sync points run. */
  verify: z.array(z.string()),
  /** `config`: set once for all plans; `repository`: found in its manifests. */
  verifyFrom: z.enum(['config', 'repository', 'template', 'nothing']),
  /** Sentences to read before the plan is created. */
  notes: z.array(z.string()),
  /** Number of tracked files that were inspected. */
  files: z.number(),
  /** Whether all tracked files were inspected. */
  complete: z.boolean(),
});
export type Proposal = z.infer<typeof proposal>;

/** A template from the project's configuration. */
const projectTemplate = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  agents: z.number(),
});

/** Roles and templates available for new plans and agents of a project. */
export const planKit = z.object({
  /** With scopes and prompts fitted to this repository. */
  roles: z.array(z.custom<Role>((value) => typeof value === 'object' && value !== null)),
  templates: z.array(projectTemplate),
});
export type PlanKit = z.infer<typeof planKit>;
