import type { Agent, Plan, Sync } from './model.ts';

export const TEMPLATES = ['full-stack', 'api-heavy', 'ui-heavy', 'blank'] as const;
export type Template = (typeof TEMPLATES)[number];

interface Step {
  readonly agent: string;
  readonly role: string;
  readonly phase: number;
  /** Only when asked for. */
  readonly optional?: true;
}

/** The three patterns; what an agent waits for follows from its phase. */
const STEPS: Readonly<Record<Template, readonly Step[]>> = {
  'full-stack': [
    { agent: 'designer', role: 'designer', phase: 1 },
    { agent: 'data', role: 'data', phase: 1 },
    { agent: 'backend', role: 'backend', phase: 2 },
    { agent: 'frontend', role: 'frontend', phase: 2 },
    { agent: 'qa', role: 'qa', phase: 3 },
  ],
  'api-heavy': [
    { agent: 'data', role: 'data', phase: 1 },
    { agent: 'backend', role: 'backend', phase: 2 },
    { agent: 'frontend', role: 'frontend', phase: 3 },
    { agent: 'qa-unit', role: 'qa', phase: 3 },
    { agent: 'qa', role: 'qa', phase: 4 },
  ],
  'ui-heavy': [
    { agent: 'designer', role: 'designer', phase: 1 },
    { agent: 'data', role: 'data', phase: 1, optional: true },
    { agent: 'frontend', role: 'frontend', phase: 2 },
    { agent: 'backend', role: 'backend', phase: 3, optional: true },
    { agent: 'qa-visual', role: 'qa', phase: 3 },
    { agent: 'qa', role: 'qa', phase: 4 },
  ],
  blank: [],
};

/** Agents of a template that come only when asked for. */
export function optionalAgents(template: Template): readonly string[] {
  return STEPS[template].filter((step) => step.optional).map((step) => step.agent);
}

interface Role {
  readonly prompt: (feature: string) => string;
  readonly scope: readonly string[];
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
}

/** What each role does by default; a starting point that people edit. */
const ROLES: Readonly<Record<string, Role>> = {
  designer: {
    prompt: (feature) => `/designer tokens and component specs for the ${feature}`,
    scope: ['design/**', 'contracts/design-tokens.yaml'],
    writes: ['design-tokens'],
  },
  data: {
    prompt: (feature) => `/data schema and migrations for the ${feature}`,
    scope: ['db/**', 'contracts/database-contracts.yaml'],
    writes: ['database'],
  },
  backend: {
    prompt: (feature) => `/backend endpoints for the ${feature}`,
    scope: ['server/**', 'contracts/api-contracts.yaml'],
    reads: ['database'],
    writes: ['api'],
  },
  frontend: {
    prompt: (feature) => `/frontend pages for the ${feature}`,
    scope: ['web/**'],
    reads: ['design-tokens', 'api'],
  },
  qa: {
    prompt: (feature) => `/qa tests for the ${feature}`,
    scope: ['test/**', 'tests/**', 'e2e/**'],
    reads: ['api'],
  },
  devops: {
    prompt: (feature) => `/devops delivery of the ${feature}`,
    scope: ['.github/**', 'deploy/**'],
  },
};

/** The roles a palette offers, in its order; `custom` has no defaults. */
export const ROLE_NAMES: readonly string[] = [...Object.keys(ROLES), 'custom'];

/** An agent of a role with the role's usual prompt, scope and contracts. */
export function agentOfRole(role: string, feature: string): Agent {
  const known = ROLES[role];
  if (!known) return { role };
  return {
    role,
    prompt: known.prompt(feature.replaceAll('-', ' ')),
    scope: known.scope,
    ...(known.reads ? { reads: known.reads } : {}),
    ...(known.writes ? { writes: known.writes } : {}),
  };
}

/**
 * A plan from a pattern. `include` names wanted optional agents; `verify` are the shell lines that every sync point
 * runs on the merged result.
 */
export function planFromTemplate(
  template: Template,
  feature: string,
  options: {
    readonly base: string;
    readonly include?: readonly string[];
    readonly verify?: readonly string[];
  },
): Plan {
  const steps = STEPS[template].filter(
    (step) => !step.optional || options.include?.includes(step.agent),
  );
  const agents: Record<string, Agent> = {};
  const syncs: Record<string, Sync> = {};
  for (const step of steps) {
    const after = step.phase > 1 ? { after: [`phase-${step.phase - 1}`] } : {};
    agents[step.agent] = { ...agentOfRole(step.role, feature), ...after };
    const name = `phase-${step.phase}`;
    syncs[name] = {
      merges: [...(syncs[name]?.merges ?? []), step.agent],
      ...(options.verify?.length ? { verify: options.verify } : {}),
    };
  }
  return { version: 1, feature, base: options.base, agents, syncs };
}
