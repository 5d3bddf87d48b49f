import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agentBranch } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { CURRENT_FILE } from '../merge/current-md.ts';

/**
 * What an agent must know before it starts: its place in the plan, its scope, its contracts, the state of the feature
 * and what done means. Plain text for a system prompt.
 */
export async function briefingOf(plan: Plan, key: string, worktree: string): Promise<string> {
  const agent = plan.agents[key];
  if (!agent) return '';
  const phases = derivePhases(plan);
  const phase = phases.find((candidate) => candidate.agents.includes(key));
  const siblings = (phase?.agents ?? []).filter((name) => name !== key);
  const current = await readFile(join(worktree, CURRENT_FILE), 'utf8').catch(() => null);
  const lines = [
    `You are the agent "${key}" (${agent.role}) of the feature "${plan.feature}".`,
    `You work alone in the git worktree ${worktree}, on the branch ${agentBranch(plan.feature, key)}.`,
    siblings.length > 0
      ? `At the same time these agents work in worktrees of their own: ${siblings.join(', ')}. Never touch their folders.`
      : 'No other agent works at the same time.',
    agent.scope?.length
      ? `Change only files that match: ${agent.scope.join(', ')}.`
      : 'Your scope is not restricted; stay with your task.',
    contractLine('You read the contracts', agent.reads),
    contractLine('You own and may change the contracts', agent.writes),
    phase?.sync
      ? `Your branch is merged with the others at the sync point "${phase.sync}". Do not merge, rebase or push yourself.`
      : '',
    'You are done when your task is finished, its checks pass and everything is committed on your branch with clear messages. Commit often. Do not use git stash: it is shared between worktrees.',
    current === null
      ? `The state of the feature is kept in ${CURRENT_FILE}, which does not exist yet; do not edit it.`
      : `The state of the feature (${CURRENT_FILE}; do not edit it):\n${current}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function contractLine(what: string, contracts: readonly string[] | undefined): string {
  return contracts?.length ? `${what}: ${contracts.join(', ')}.` : '';
}
