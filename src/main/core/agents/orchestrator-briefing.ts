import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentView, RunView, SyncView } from '../../../shared/contract/run.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { stateWords } from '../../../shared/states.ts';
import { CURRENT_FILE } from '../merge/current-md.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { outlineOf } from './briefing.ts';
import { briefedContracts, contractLine } from './briefing-contracts.ts';

/** The briefing of the orchestrator: its task, and the current plan, agents, sync points and contracts. */
export async function orchestratorBriefing(
  project: ProjectContext,
  of: { readonly plan: Plan; readonly view: RunView; readonly cwd: string },
): Promise<string> {
  const { plan, view, cwd } = of;
  const configured = (await project.config()).contracts ?? [];
  const agents = Object.values(plan.agents);
  const named = [
    ...configured.map(({ name }) => name),
    ...agents.flatMap(({ reads = [], writes = [] }) => [...reads, ...writes]),
  ];
  const contracts = await briefedContracts(
    { cwd, commit: 'HEAD' },
    { reads: [...new Set(named)], writes: [] },
    configured,
  );
  const current = await readFile(join(cwd, CURRENT_FILE), 'utf8').catch(() => null);
  return [
    `You are the orchestrator of the feature "${plan.feature}". Agents do the work, each in a worktree of its own; you look after the whole.`,
    `You work in the integration worktree ${cwd}. Branches are merged and verified here, so what is checked out changes with every merge: look at git before you rely on it. A detached HEAD is right.`,
    'A person merges at sync points, in the app. Do not merge, rebase, push or switch branches, do not use git stash, and change no files in another folder.',
    'When a verification has failed, the merged result is checked out here. Correct it, run the failing step and commit on top; the person merges with your commits.',
    'End each turn with a short report. Ask when you cannot decide; do not guess about a contract.',
    `\nWhat follows was so when you were started.\nThe plan, phase by phase:\n${phases(plan)}`,
    `The agents:\n${view.agents.map(agentLine).join('\n')}`,
    `The sync points:\n${view.syncs.map(syncLine).join('\n')}`,
    contracts.length > 0 ? `The contracts:\n${contracts.map(contractLine).join('\n')}` : '',
    current === null ? '' : `The state of the feature (${CURRENT_FILE}):\n${current}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function phases(plan: Plan): string {
  return derivePhases(plan)
    .map(({ name, agents }) => {
      const outlines = agents.map((agent) => outlineOf(agent, plan.agents[agent]));
      return `- ${name}: ${outlines.join('; ')}`;
    })
    .join('\n');
}

function agentLine(agent: AgentView): string {
  const { name, state, branch, worktree, commits, dirty } = agent;
  const facts = [
    stateWords(state),
    worktree === null ? null : `${branch} in ${worktree}`,
    commits > 0 ? `${commits} of its own commits` : null,
    worktree !== null && dirty !== false ? 'uncommitted work' : null,
  ];
  return `- ${name}: ${facts.filter((fact) => fact !== null).join(', ')}`;
}

function syncLine({ name, merges, state, problem }: SyncView): string {
  const trouble = problem ? `; ${problem.message}` : '';
  return `- ${name}: merges ${merges.join(', ')}; ${stateWords(state)}${trouble}`;
}
