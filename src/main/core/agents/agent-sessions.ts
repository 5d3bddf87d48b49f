import { stat } from 'node:fs/promises';
import type { SessionView } from '../../../shared/contract/session.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { CoreFailure } from '../failure.ts';
import { foldJournal } from '../journal/facts.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import type { SessionRequest } from '../session/sessions.ts';
import type { BriefingTarget } from './briefing.ts';
import { sessionRequest } from './bring-up.ts';

/**
 * Starts or restarts the session of an agent that has a worktree, with a prompt of its own (`say`), or in a copy of its
 * conversation (`fork`). Fails with `run.notStarted`, `trust.required`.
 */
export async function startSession(
  run: FeatureRun,
  agent: string,
  more: Pick<SessionRequest, 'say' | 'fork'> = {},
): Promise<SessionView> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const facts = (await run.facts()).agents.get(agent);
  const spec = plan.agents[agent];
  if (!facts || !spec || !(await stat(facts.path).catch(() => null))) {
    throw new CoreFailure({
      code: 'run.notStarted',
      message: `"${agent}" has no worktree.`,
      data: { agent },
    });
  }
  const running = project.sessions
    .list(project.repo.id, run.feature)
    .find((session) => session.agent === agent && session.alive);
  if (running) return running;
  await project.sessions.preflight([{ spec, project: project.repo.id }]);
  await project.trust.require(project.repo, 'A session');
  const request = await sessionRequest(project, { plan, key: agent, worktree: facts.path });
  const session = await project.sessions.start({ ...request, ...more });
  await run.journal.append({ kind: 'session.started', agent, session: String(session.id) });
  return session;
}

/**
 * The agent and worktree of a briefing. Fails with `plan.*`, and with `run.unknownAgent` for an agent that is not in
 * the plan.
 */
export async function briefingTarget(run: FeatureRun, agent: string): Promise<BriefingTarget> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  if (!plan.agents[agent]) {
    throw new CoreFailure({
      code: 'run.unknownAgent',
      message: `The plan has no agent "${agent}".`,
      data: { agent },
    });
  }
  const facts = (await run.facts()).agents.get(agent);
  const there = facts && (await stat(facts.path).catch(() => null));
  return { plan, key: agent, worktree: there ? facts.path : null };
}

/**
 * Ends an agent's session, or removes the agent from the queue. Files and commits stay. False when there was neither
 * session nor queue entry.
 */
export async function stopSession(
  project: ProjectContext,
  run: Pick<FeatureRun, 'feature' | 'journal'>,
  agent: string,
): Promise<boolean> {
  const key = { project: project.repo.id, feature: run.feature, agent };
  const { queue } = foldJournal(await run.journal.read());
  const isQueued = queue.has(agent);
  if (isQueued) await run.journal.append({ kind: 'agent.dequeued', agent });
  const stopped = await project.sessions.stop(key);
  if (stopped && agent !== ORCHESTRATOR) {
    await run.journal.append({ kind: 'session.stopped', agent });
  }
  return stopped || isQueued;
}

/**
 * Ends an agent's session and restarts it in a copy of its conversation. The original conversation stays and can be
 * resumed. Fails with `session.noConversation`, and with the failures of starting a session.
 */
export async function forkSession(run: FeatureRun, agent: string): Promise<SessionView> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const facts = (await run.facts()).agents.get(agent);
  const key = { project: project.repo.id, feature: run.feature, agent };
  const isClaude = (plan.agents[agent]?.runs ?? 'claude') === 'claude';
  if (!isClaude || !facts || !(await project.sessions.transcript(key, facts.path))) {
    throw new CoreFailure({
      code: 'session.noConversation',
      message: `"${agent}" has no conversation of claude yet.`,
      data: { agent },
    });
  }
  await project.trust.require(project.repo, 'A session');
  await project.sessions.stop(key);
  return startSession(run, agent, { fork: true });
}
