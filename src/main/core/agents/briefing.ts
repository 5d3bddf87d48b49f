import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { agentBranch, shownTitle } from '../../../shared/names.ts';
import { chainOf } from '../../../shared/plan/chains.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { stateFolder } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { JsonFile } from '../json-file.ts';
import { CURRENT_FILE } from '../merge/current-md.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { featureBase } from '../worktree/feature-branch.ts';
import { type BriefedContract, briefedContracts, contractLine } from './briefing-contracts.ts';

/** The agent that is briefed and its worktree; null before that is created. */
export interface BriefingTarget {
  readonly plan: Plan;
  readonly key: string;
  readonly worktree: string | null;
}

/** The text an agent receives when it starts. */
interface Briefing {
  /** Generated at each start: its options, where it works, and what is around it. */
  readonly facts: string;
  /** The task: what it may do and when it is done. `generated` is the default text. */
  readonly generated: string;
  readonly task: string;
  /** The default text has changed since a person edited the task. */
  readonly stale: boolean;
}

const edits = z.record(z.string(), z.object({ text: z.string(), over: z.string() }));

function editsOf(project: ProjectContext, feature: string) {
  const path = join(stateFolder(project.repo), `briefings-${feature}.json`);
  return new JsonFile(path, { schema: edits, empty: {} });
}

/** Stores the task text for an agent's next start; null restores the generated one. */
export async function editBriefing(
  project: ProjectContext,
  target: BriefingTarget,
  text: string | null,
): Promise<void> {
  const { generated } = await readBriefing(project, target);
  await editsOf(project, target.plan.feature).update(({ [target.key]: _before, ...others }) =>
    text === null || text.trim() === generated
      ? others
      : { ...others, [target.key]: { text, over: generated } },
  );
}

/** The briefing for the agent's next start. */
export async function readBriefing(
  project: ProjectContext,
  target: BriefingTarget,
): Promise<Briefing> {
  const { plan, key, worktree } = target;
  const agent = plan.agents[key] ?? { role: 'custom' };
  const place =
    worktree === null
      ? { cwd: project.repo.path, commit: (await featureBase(project.repo, plan)).commit }
      : { cwd: worktree, commit: 'HEAD' };
  const named = { reads: agent.reads ?? [], writes: agent.writes ?? [] };
  const configured = (await project.config()).contracts ?? [];
  const contracts = await briefedContracts(place, named, configured);
  const current =
    worktree === null
      ? await fileAt(place, CURRENT_FILE)
      : await readFile(join(worktree, CURRENT_FILE), 'utf8').catch(() => null);
  const generated = taskOf(plan, { key, agent, contracts });
  const edit = (await editsOf(project, plan.feature).read())[key];
  return {
    facts: [agent.options?.appendSystemPrompt, factsOf(target, current)]
      .filter(Boolean)
      .join('\n\n'),
    generated,
    task: edit?.text ?? generated,
    stale: edit !== undefined && edit.over !== generated,
  };
}

/** The briefing as plain text for a system prompt. */
export async function briefingOf(project: ProjectContext, target: BriefingTarget): Promise<string> {
  const { facts, task } = await readBriefing(project, target);
  return `${task}\n\n${facts}`;
}

async function fileAt(
  { cwd, commit }: { readonly cwd: string; readonly commit: string },
  path: string,
): Promise<string | null> {
  const args = ['cat-file', 'blob', `${commit}:${path}`];
  const { code, stdout } = await runGit(args, { cwd, expect: [0, 128], reads: true });
  return code === 0 ? stdout : null;
}

function factsOf({ plan, key, worktree }: BriefingTarget, current: string | null): string {
  const phases = derivePhases(plan);
  const chain = chainOf(plan, key);
  const siblings = phases
    .filter((phase) => phase.agents.includes(key))
    .flatMap((phase) => phase.agents)
    .filter((name) => !chain.includes(name) && !chainOf(plan, name).includes(key));
  const outline = phases.map((phase) => {
    const agents = phase.agents.map((name) => outlineOf(name, plan.agents[name]));
    return `- ${phase.name}${phase.agents.includes(key) ? ' (now)' : ''}: ${agents.join('; ')}`;
  });
  return [
    `You work alone in the git worktree ${worktree ?? 'made for you'}, on the branch ${agentBranch(plan.feature, key)}.`,
    continuesLine(plan, chain),
    siblings.length > 0
      ? `At the same time these agents work in worktrees of their own: ${siblings.join(', ')}. Never touch their folders.`
      : 'No other agent works at the same time.',
    `The plan, phase by phase:\n${outline.join('\n')}`,
    current === null
      ? `The state of the feature is kept in ${CURRENT_FILE}, which does not exist yet; do not edit it.`
      : `The state of the feature (${CURRENT_FILE}; do not edit it):\n${current}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The line naming the agents whose work the branch starts with. */
function continuesLine(plan: Plan, chain: readonly string[]): string {
  const [before, ...earlier] = chain.slice(0, -1).reverse();
  if (before === undefined) return '';
  const also = earlier.length > 0 ? `, which continues from ${earlier.join(' and ')}` : '';
  const scope = plan.agents[before]?.scope?.join(', ');
  const where = scope ? ` in ${scope}` : '';
  return `You continue from the agent "${before}"${also}: your branch began at its last accepted commit, so its work${where} is in your worktree already and is merged together with yours. Build on it; read it with "git log ${plan.base}..".`;
}

/** One line about an agent: title, role, scope. */
export function outlineOf(name: string, agent: Agent | undefined): string {
  const scope = agent?.scope?.length ? ` in ${agent.scope.join(', ')}` : '';
  return `${shownTitle(agent, name)} (${agent?.role ?? 'custom'}${scope})`;
}

function taskOf(
  plan: Plan,
  of: {
    readonly key: string;
    readonly agent: Agent;
    readonly contracts: readonly BriefedContract[];
  },
): string {
  const { key, agent, contracts } = of;
  const phase = derivePhases(plan).find((candidate) => candidate.agents.includes(key));
  const lines = (use: BriefedContract['use']) =>
    contracts.filter((one) => one.use === use).map(contractLine);
  const block = (title: string, of: readonly string[]) =>
    of.length > 0 ? `${title}\n${of.join('\n')}` : '';
  return [
    `You are the agent "${key}" (${agent.role}) of the feature "${plan.feature}".`,
    ...(plan.about ? [`The feature is for this: ${plan.about}`] : []),
    agent.scope?.length
      ? `Change only files that match: ${agent.scope.join(', ')}.`
      : 'Your scope is not restricted; stay with your task.',
    block('You read these contracts and do not change them:', lines('reads')),
    block('You own these contracts and may change them:', lines('writes')),
    phase?.sync
      ? `Your branch is merged with the others at the sync point "${phase.sync}". Do not merge, rebase or push yourself.`
      : 'Do not merge, rebase or push yourself.',
    'You are done when your task is finished, its checks pass and everything is committed on your branch with clear messages. Commit often. Do not use git stash: it is shared between worktrees.',
    'End each turn with a short report: what you changed, what the other agents must know, what is still open. Ask when you cannot decide; do not guess about a contract.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
