import type { Command } from 'commander';
import { chainOf, predecessorOf, successorsOf } from '../../../shared/plan/chains.ts';
import type { Finding, Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { TEMPLATES } from '../../../shared/plan/templates.ts';
import { CONFIG_FILE } from '../../core/config/config.ts';
import { commitPlan } from '../../core/plan/commit.ts';
import { createPlan } from '../../core/plan/create-plan.ts';
import { requireFeatureName } from '../../core/plan/feature-name.ts';
import { choosePlanFile, planFailure, planTextAt } from '../../core/plan/files.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import { proposePlan } from '../../core/plan/propose.ts';
import { saveTemplate } from '../../core/plan/save-template.ts';
import { withPlan, withProject } from '../context.ts';
import { type Answer, type CommonOptions, note, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

export function planCommands(program: Command, run: Run): void {
  const plan = program.command('plan').description('make, check and show plans');
  sub(
    plan,
    'new <template> <feature>',
    `make a plan that fits the repository: ${TEMPLATES.join(', ')}, or a template of the project`,
  )
    .option('--about <text>', 'one line about the purpose of the feature, included in prompts')
    .option('--include <agents>', 'optional agents of the template, separated by commas')
    .action(
      run((options, template: string, feature: string) => newPlan(options, { template, feature })),
    );
  sub(plan, 'save-template <name>', 'save the plan as a template of the project')
    .option('--replace', 'overwrite a template of that name')
    .action(run((options, name: string) => keepTemplate(options, name)));
  sub(plan, 'lint [path]', 'check a plan').action(run(lint));
  sub(plan, 'show [path]', 'show a plan with its derived phases').action(run(show));
  sub(plan, 'commit [path]', 'commit only the plan file').action(run(commit));
}

async function newPlan(
  options: CommonOptions & { readonly include?: string; readonly about?: string },
  { template, feature: words }: { readonly template: string; readonly feature: string },
): Promise<Answer> {
  return withProject(options, async (project) => {
    const feature = requireFeatureName(words);
    if (feature !== words) note(`The feature is called ${feature}.`);
    const { about } = options;
    const wish = { template, feature: words, about, include: options.include?.split(',') };
    const { proposal } = await proposePlan(project, wish);
    const file = await createPlan(project, wish);
    for (const { key, reason } of proposal.agents) note(`${key}: ${reason}`);
    for (const text of proposal.notes) note(text);
    const verify =
      proposal.verify.length > 0
        ? `Sync points run: ${proposal.verify.join('; ')}.`
        : 'No command for tests was found: sync points verify nothing yet.';
    if (proposal.agents.length > 0) note(verify);
    print(options, { file }, [`Made ${file}.`]);
    return 0;
  });
}

async function keepTemplate(
  options: CommonOptions & { readonly replace?: boolean },
  words: string,
): Promise<Answer> {
  return withPlan(options, async ({ project, file }) => {
    const name = await saveTemplate(project, { file, name: words, replace: options.replace });
    print(options, { name, file: CONFIG_FILE }, [
      `Saved ${file} as the template ${name} in ${CONFIG_FILE}.`,
      `Make a plan from it with: plan new ${name} <feature>`,
    ]);
    return 0;
  });
}

async function lint(options: CommonOptions): Promise<Answer> {
  return withProject(options, async (project) => {
    const file = await choosePlanFile(project.repo.path, options.plan ?? null);
    const parsed = parsePlan(await planTextAt(project.repo.path, file));
    const findings = parsed.ok ? parsed.findings : [brokenFinding(file, parsed)];
    const lines = findings.map((found) =>
      parsed.ok
        ? `${where(file, found)}: ${found.severity}: ${said(found)}`
        : `${where(file, found)}:${parsed.error.column}: error: ${said({ ...found, message: `${parsed.error.message}.` })}`,
    );
    print(options, { findings }, lines.length > 0 ? lines : [`${file}: nothing to report.`]);
    return findings.some((found) => found.severity === 'error') ? 1 : 0;
  });
}

function brokenFinding(
  file: string,
  parsed: Extract<ReturnType<typeof parsePlan>, { ok: false }>,
): Finding {
  const failure = planFailure(file, parsed);
  return {
    rule: parsed.error.code.replace('.', '/'),
    severity: 'error',
    node: null,
    line: parsed.error.line,
    message: failure.message,
    fix: failure.remedy,
  };
}

function where(file: string, found: Finding): string {
  return found.line === null ? file : `${file}:${found.line}`;
}

function said(found: Finding): string {
  return `${found.message}${found.fix ? ` ${found.fix}` : ''} (${found.rule})`;
}

async function show(options: CommonOptions): Promise<Answer> {
  return withPlan(options, async ({ project, feature, file }) => {
    const { plan } = await project.plan(feature);
    const phases = derivePhases(plan);
    const lines = phases.map(
      (phase, index) =>
        `${index + 1}. ${phase.name}: ${chainWords(plan, phase.agents) || 'no agents'}${phase.after.length > 0 ? ` (after ${phase.after.join(', ')})` : ''}`,
    );
    print(options, { ...plan, file, phases }, [`${plan.feature} (from ${plan.base})`, ...lines]);
    return 0;
  });
}

/** The chains of a phase: "data → backend, qa". */
function chainWords(plan: Plan, agents: readonly string[]): string {
  const within = (keys: readonly string[]) => keys.filter((key) => agents.includes(key));
  const chains = agents
    .filter((key) => within(successorsOf(plan, key)).length === 0)
    .map((end) => within(chainOf(plan, end)));
  // Agents in a cycle belong to no chain.
  const alone = agents.filter((key) => !chains.flat().includes(key)).map((key) => [key]);
  return [...chains, ...alone]
    .map((chain) => {
      const before = predecessorOf(plan, chain[0] ?? '');
      return `${chain.join(' → ')}${before === null ? '' : ` (continues from ${before})`}`;
    })
    .join(', ');
}

async function commit(options: CommonOptions): Promise<Answer> {
  return withPlan(options, async ({ project, file }) => {
    const made = await commitPlan(project.repo, file);
    print(options, { commit: made }, [`Committed ${file} as ${made}.`]);
    return 0;
  });
}
