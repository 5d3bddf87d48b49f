import type { Agent, Plan, Sync, VerifyStep } from './model.ts';

export const TEMPLATES = ['full-stack', 'api-heavy', 'ui-heavy', 'blank'] as const;
export type Template = (typeof TEMPLATES)[number];

interface Step {
  readonly agent: string;
  readonly role: string;
  readonly phase: number;
  /** Included only on request. */
  readonly optional?: true;
}

/** The three patterns. Dependencies of agents follow from the phases. */
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

/** Agents of a template that are included only on request. */
export function optionalAgents(template: Template): readonly string[] {
  return STEPS[template].filter((step) => step.optional).map((step) => step.agent);
}

/** A plan from a pattern, which decides the order; the roles decide what each agent does. */
export function planFromTemplate(
  template: Template,
  feature: string,
  options: {
    readonly base: string;
    /** Optional agents to include. */
    readonly include?: readonly string[];
    /** Commands that every sync point runs on the merged result. */
    readonly verify?: readonly VerifyStep[];
    readonly agentOf?: (step: { readonly agent: string; readonly role: string }) => Agent;
  },
): Plan {
  const steps = STEPS[template].filter(
    (step) => !step.optional || options.include?.includes(step.agent),
  );
  const agentOf = options.agentOf ?? (({ role }) => ({ role }));
  const agents: Record<string, Agent> = {};
  const syncs: Record<string, Sync> = {};
  for (const step of steps) {
    const after = step.phase > 1 ? { after: [`phase-${step.phase - 1}`] } : {};
    agents[step.agent] = { ...agentOf(step), ...after };
    const name = `phase-${step.phase}`;
    syncs[name] = {
      merges: [...(syncs[name]?.merges ?? []), step.agent],
      ...(options.verify?.length ? { verify: options.verify } : {}),
    };
  }
  return { version: 1, feature, base: options.base, agents, syncs };
}
