import type { StartResult } from '../../../shared/contract/run.ts';
import { agentBranch, featureBranch } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { foldJournal, type RunFacts } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { startFacts, waitsOf, waitWords } from '../run/start-waits.ts';
import { createWorktrees } from '../worktree/create-worktrees.ts';
import { cutFeature, featureBase } from '../worktree/feature-branch.ts';
import { planWorktrees } from '../worktree/names.ts';
import { bringUp, tellUnstarted } from './bring-up.ts';
import { refuseRemoved } from './removed-worktrees.ts';
import { withBases } from './start-bases.ts';
import type { StartOptions } from './start-options.ts';
import { type Choice, chooseAgents, isMade } from './targets.ts';

/**
 * Starts agents: feature branch, worktrees at the recorded base, set-up, sessions. All checks run before anything is
 * created; a failure or cancellation afterwards rolls back what was created. Agents that already run are left alone.
 * Fails with `run.*`, `trust.required`, `claude.notFound`, `worktree.*`.
 */
export async function startAgents(
  project: ProjectContext,
  journal: Journal,
  options: StartOptions,
): Promise<StartResult> {
  const { plan } = await project.plan(options.feature);
  const facts = foldJournal(await journal.read());
  try {
    return await startNow(project, journal, { options, plan, facts });
  } catch (thrown) {
    // Another process may have started the same agents meanwhile, e.g. an open app with queued ones.
    const now = foldJournal(await journal.read());
    const wasMade = Object.keys(plan.agents).some((key) => !isMade(facts, key) && isMade(now, key));
    if (!(thrown instanceof CoreFailure) || !wasMade) throw thrown;
    return startNow(project, journal, { options, plan, facts: now });
  }
}

async function startNow(
  project: ProjectContext,
  journal: Journal,
  order: { readonly options: StartOptions; readonly plan: Plan; readonly facts: RunFacts },
): Promise<StartResult> {
  const { options, plan, facts } = order;
  const given = await startFacts(project, plan, facts);
  const { chosen, queued } = chooseAgents(given, options.targets);
  const base = await featureBase(project.repo, plan);
  const wanted = await withBases(project, { chosen, base, facts, work: given.work });
  const root = await project.worktreeRoot();
  const config = await project.config();
  if (!options.worktreesOnly) {
    await project.sessions.preflight(
      chosen.map(({ agent }) => ({ spec: agent, project: project.repo.id })),
    );
    await project.trust.require(project.repo, 'A session');
  } else if (config.setup) {
    await project.trust.require(project.repo, 'The set-up script');
  }
  const missing = wanted.filter(({ key }) => !isMade(facts, key));
  await refuseRemoved(
    project.repo,
    { plan, facts },
    missing.map(({ key }) => key),
  );
  const specs = await planWorktrees(project.repo, {
    feature: plan.feature,
    featureBranch: featureBranch(plan.feature),
    agents: missing.map(({ key, base: from }) => ({
      agent: key,
      branch: agentBranch(plan.feature, key),
      base: from,
    })),
    root,
    own: [...facts.agents.values()],
  });
  options.signal?.throwIfAborted();
  const takeBack = await cutFeature(project.repo, { plan, base, journal });
  try {
    await journal.append({
      kind: 'phase.started',
      phase: options.targets.join(' '),
      agents: chosen.map(({ key }) => key),
      ...(options.worktreesOnly ? {} : { sessions: true }),
    });
    await createWorktrees(project.repo, specs, {
      journal,
      signal: options.signal,
      onProgress: options.onProgress,
    });
  } catch (thrown) {
    const agents = chosen.map(({ key }) => key);
    await tellUnstarted({ journal, options }, agents, thrown);
    await takeBack();
    throw thrown;
  }
  await enqueue(journal, { facts, queued, worktreesOnly: options.worktreesOnly ?? false });
  const notes = [...base.notes];
  const states = await bringUp({ project, journal, options, plan, notes }, chosen);
  return {
    feature: plan.feature,
    base: wanted[0]?.base ?? base.commit,
    notes,
    agents: [...states, ...(await stillQueued(project, { plan, journal, queued }))],
  };
}

/** The agents still queued after this start, with what each waits for. */
async function stillQueued(
  project: ProjectContext,
  { plan, journal, queued }: { plan: Plan; journal: Journal; queued: Choice['queued'] },
): Promise<StartResult['agents']> {
  if (queued.length === 0) return [];
  const given = await startFacts(project, plan, foldJournal(await journal.read()));
  return queued.map(({ key, waitsFor }) => ({
    name: key,
    branch: agentBranch(plan.feature, key),
    worktree: null,
    state: 'queued' as const,
    waitsFor: waitWords(plan, waitsOf(given, key)) || waitsFor,
  }));
}

async function enqueue(
  journal: Journal,
  given: {
    readonly facts: RunFacts;
    readonly queued: Choice['queued'];
    readonly worktreesOnly: boolean;
  },
): Promise<void> {
  const { facts, queued, worktreesOnly } = given;
  for (const { key: agent } of queued) {
    const known = facts.queue.get(agent);
    if (known?.worktreesOnly === worktreesOnly && known.problem === null) continue;
    await journal.append({ kind: 'agent.queued', agent, worktreesOnly });
  }
}
