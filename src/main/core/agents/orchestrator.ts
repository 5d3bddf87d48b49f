import { stat } from 'node:fs/promises';
import type { SessionView } from '../../../shared/contract/session.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import { checkOutCandidate } from '../landing/integration.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import type { SessionRequest } from '../session/sessions.ts';
import { featureBase } from '../worktree/feature-branch.ts';
import { integrationPath } from '../worktree/names.ts';
import { orchestratorBriefing } from './orchestrator-briefing.ts';

interface OrchestratorStart {
  readonly runs: 'claude' | 'shell';
  /** The first prompt. */
  readonly say?: string;
}

/**
 * Starts the session in which merges happen, or returns the live one: `claude`, briefed on the whole plan, in the
 * integration worktree, or a plain shell there. Fails with `session.running` when claude is wanted and a shell is
 * running, and with the failures of starting an agent's session.
 */
export async function startOrchestrator(
  run: FeatureRun,
  start: OrchestratorStart,
): Promise<SessionView> {
  const { project } = run;
  const { repo, sessions } = project;
  const { plan } = await project.plan(run.feature);
  if (Object.hasOwn(plan.agents, ORCHESTRATOR)) throw nameTaken();
  const running = sessions
    .list(repo.id, run.feature)
    .find((session) => session.agent === ORCHESTRATOR && session.alive);
  if (running?.kind === 'shell' && start.runs === 'claude') throw shellThere();
  if (running) return running;
  const request = { project: repo.id, feature: run.feature, agent: ORCHESTRATOR, env: {} };
  const spec = { role: 'orchestrator', title: 'Orchestrator', runs: start.runs } as const;
  if (start.runs === 'shell') {
    return sessions.start({ ...request, spec, cwd: await shellFolder(project), briefing: '' });
  }
  await sessions.preflight([{ spec, project: repo.id }]);
  await project.trust.require(repo, 'A session');
  const cwd = await integrationWorktree(project, plan);
  const briefing = await orchestratorBriefing(project, { plan, view: await run.view(), cwd });
  const begun: SessionRequest = { ...request, spec, cwd, briefing };
  return sessions.start(start.say === undefined ? begun : { ...begun, say: start.say });
}

/** The integration worktree, or the main checkout before it exists. */
async function shellFolder(project: ProjectContext): Promise<string> {
  const path = integrationPath(project.repo, await project.worktreeRoot());
  return (await isThere(path)) ? path : project.repo.path;
}

/** Created at the tip of the feature branch when missing; an existing checkout stays as it is. */
async function integrationWorktree(project: ProjectContext, plan: Plan): Promise<string> {
  const { repo } = project;
  const root = await project.worktreeRoot();
  const path = integrationPath(repo, root);
  return withLock(repo, 'write', async () => {
    if (await isThere(path)) return path;
    const { commit } = await featureBase(repo, plan);
    return checkOutCandidate(repo, commit, { root });
  });
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function shellThere(): CoreFailure {
  return new CoreFailure({
    code: 'session.running',
    message: "The orchestrator's terminal is a plain shell: what is typed into it would be run.",
    remedy: 'Stop that shell; then the orchestrator can be started there.',
  });
}

function nameTaken(): CoreFailure {
  return new CoreFailure({
    code: 'session.nameTaken',
    message: `An agent of the plan is named "${ORCHESTRATOR}", so there can be no other session of that name.`,
  });
}
