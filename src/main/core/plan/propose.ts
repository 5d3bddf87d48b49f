import type { Proposal, ProposedAgent } from '../../../shared/contract/plan-new.ts';
import { featureWords } from '../../../shared/feature-name.ts';
import { defaultTitle } from '../../../shared/names.ts';
import type { Plan, VerifyStep } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import {
  aboutLine,
  agentOfRole,
  type FeatureWords,
  type Role,
} from '../../../shared/plan/roles.ts';
import {
  optionalAgents,
  planFromTemplate,
  TEMPLATES,
  type Template,
} from '../../../shared/plan/templates.ts';
import { CoreFailure } from '../failure.ts';
import { type FitSource, fitProject, type ProjectFit } from '../fit/fit-project.ts';
import { type FittedRole, fitRole } from '../fit/fit-role.ts';
import { readHead } from '../git/repository.ts';
import { requireFeatureName } from './feature-name.ts';
import { planFromSaved, type SavedTemplate } from './from-template.ts';
import { notesOf } from './proposal-notes.ts';

/** Input for a new plan. */
export interface PlanWish {
  readonly template: string;
  /** As typed. */
  readonly feature: string;
  readonly about?: string | undefined;
  readonly include?: readonly string[] | undefined;
}

/** A plan that is not written yet, with its reasons. */
export interface ProposedPlan {
  readonly plan: Plan;
  readonly proposal: Proposal;
}

/** Creates a plan fitted to the repository. Writes nothing; fails with `plan.invalidName`, `plan.unknownTemplate`. */
export async function proposePlan(project: FitSource, wish: PlanWish): Promise<ProposedPlan> {
  const [fit, config, head] = await Promise.all([
    fitProject(project),
    project.config(),
    readHead(project.repo.path),
  ]);
  const base = head.branch ?? 'main';
  const about = aboutLine(wish.about ?? '');
  const feature = requireFeatureName(wish.feature);
  const words = { feature, called: featureWords(wish.feature, feature), about };
  const templates = config.templates ?? {};
  const saved = Object.hasOwn(templates, wish.template) ? templates[wish.template] : undefined;
  const pattern = TEMPLATES.find((name) => name === wish.template);
  if (!pattern && !saved) throw unknownTemplate(wish.template, Object.keys(templates));
  const made = pattern
    ? fromPattern(pattern, { fit, words, base, include: wish.include ?? [] })
    : { plan: planFromSaved(saved as SavedTemplate, words, base), fitted: NONE };
  const plan = about === '' ? made.plan : withAbout(made.plan, about);
  return { plan, proposal: describe(plan, made.fitted, fit) };
}

/** How each agent was fitted; agents of saved templates are missing. */
type Fitted = ReadonlyMap<string, FittedRole>;
const NONE: Fitted = new Map();

interface Making {
  readonly fit: ProjectFit;
  readonly words: FeatureWords;
  readonly base: string;
  readonly include: readonly string[];
}

function fromPattern(pattern: Template, making: Making): { plan: Plan; fitted: Fitted } {
  const { fit, words, base, include } = making;
  const outline = planFromTemplate(pattern, words.feature, { base, include });
  const unknown = include.filter((key) => !Object.hasOwn(outline.agents, key));
  if (unknown.length > 0) throw unknownAgents(pattern, unknown);
  const fitted = new Map<string, FittedRole>();
  for (const [key, { role }] of Object.entries(outline.agents)) {
    fitted.set(key, fitRole(fit, roleNamed(fit, role), key));
  }
  for (const [key, { role }] of fitted) {
    const reads = readable(outline, key, fitted);
    if (reads.length < (role.reads?.length ?? 0)) {
      fitted.set(key, fitRole(fit, { ...roleNamed(fit, role.name), reads }, key));
    }
  }
  const plan = planFromTemplate(pattern, words.feature, {
    base,
    include,
    verify: fit.configured ? [] : fit.verify,
    agentOf: ({ agent, role }) =>
      agentOfRole(fitted.get(agent)?.role ?? roleNamed(fit, role), words),
  });
  return { plan, fitted };
}

/** The contracts an agent reads, without those that only a later phase writes. */
function readable(outline: Plan, key: string, fitted: Fitted): readonly string[] {
  const phases = derivePhases(outline);
  const phaseOf = (agent: string) => phases.findIndex(({ agents }) => agents.includes(agent));
  const later = [...fitted]
    .filter(([agent]) => phaseOf(agent) > phaseOf(key))
    .flatMap(([, { role }]) => role.writes ?? []);
  return (fitted.get(key)?.role.reads ?? []).filter((name) => !later.includes(name));
}

function roleNamed(fit: ProjectFit, name: string): Role {
  const role = fit.roles.find((one) => one.name === name);
  return role ?? { name, title: defaultTitle(name), icon: 'bot', colour: 'accent' };
}

/** Directly after the feature, where a person would write it. */
function withAbout({ version, feature, ...rest }: Plan, about: string): Plan {
  return { version, feature, about, ...rest };
}

function describe(plan: Plan, fitted: Fitted, fit: ProjectFit): Proposal {
  const agents = derivePhases(plan).flatMap(({ name, agents }) =>
    agents.map((key): ProposedAgent => {
      const agent = plan.agents[key];
      const fittedRole = fitted.get(key);
      return {
        key,
        title: agent?.title ?? titleOf(key, fit),
        role: agent?.role ?? 'custom',
        phase: name,
        scope: [...(agent?.scope ?? [])],
        prompt: agent?.prompt ?? '',
        promptKind: fittedRole?.promptKind ?? 'template',
        reason: fittedRole?.reason ?? savedReason(agent?.scope ?? []),
      };
    }),
  );
  const own = Object.values(plan.syncs).flatMap(({ verify }) => verify ?? []);
  const steps = [...new Set((own.length > 0 ? own : fit.verify).map(stepText))];
  const isPattern = fitted.size > 0 || agents.length === 0;
  return {
    agents,
    verify: steps,
    verifyFrom:
      steps.length === 0
        ? 'nothing'
        : own.length === 0
          ? fit.configured
            ? 'config'
            : 'nothing'
          : isPattern
            ? 'repository'
            : 'template',
    notes: notesOf(plan, fit.facts),
    files: fit.facts.paths.length,
    complete: fit.facts.complete,
  };
}

function savedReason(scope: readonly string[]): string {
  return `${scope.join(', ') || 'No scope'}, as saved in the template.`;
}

function titleOf(key: string, { roles }: ProjectFit): string {
  return roles.find(({ name }) => name === key)?.title ?? defaultTitle(key);
}

function stepText(step: VerifyStep): string {
  return typeof step === 'string' ? step : `claude ${step.claude}`;
}

function unknownAgents(pattern: Template, unknown: readonly string[]): CoreFailure {
  const optional = optionalAgents(pattern).join(', ');
  return new CoreFailure({
    code: 'plan.unknownAgent',
    message: `${pattern} has no agent ${unknown.join(', ')}.`,
    remedy: optional ? `Optional agents are: ${optional}.` : 'It has no optional agents.',
  });
}

function unknownTemplate(template: string, own: readonly string[]): CoreFailure {
  return new CoreFailure({
    code: 'plan.unknownTemplate',
    message: `There is no template "${template}".`,
    remedy: `Choose one of: ${[...TEMPLATES, ...own].join(', ')}.`,
  });
}
