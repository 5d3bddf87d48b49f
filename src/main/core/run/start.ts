import type { Progress } from '../../../shared/contract/common.ts';
import type { StartResult } from '../../../shared/contract/run.ts';
import { agentBranch, featureBranch } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { Limit } from '../git/limit.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import type { ProjectContext } from '../project/context.ts';
import type { SessionRequest } from '../session/sessions.ts';
import { createWorktrees } from '../worktree/create.ts';
import { planWorktrees } from '../worktree/names.ts';
import { briefingOf } from './briefing.ts';
import { cutFeature, type FeatureBase, featureBase } from './feature-branch.ts';
import { foldJournal, type RunFacts } from './fold.ts';
import type { Journal } from './journal.ts';
import { portEnvironment } from './port.ts';
import { refuseRemoved } from './removed-worktrees.ts';
import { setUpAgent } from './set-up.ts';
import { type Choice, type Chosen, chooseAgents, isMade } from './targets.ts';
import { type StartFacts, startFacts, waitsOf, waitWords } from './waits.ts';

export interface StartOptions {
  readonly feature: string;
  /** Phase names or agent names. */
  readonly targets: readonly string[];
  readonly worktreesOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Starts agents: feature branch, worktrees from the recorded base, set-up, sessions. All checks come before anything
 * is made; a failure or cancel while making takes back what was made. Agents that run already are left as they are.
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
    // Another process may have started the same agents meanwhile, as an open app does with queued ones.
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

/** Queued agents, with what each waits for now that others have started. */
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

interface Wanted extends Chosen {
  readonly base: string;
}

/** The commit each agent is cut from, with proof that it holds every sync point the agent waits for. */
async function withBases(
  project: ProjectContext,
  given: {
    readonly chosen: readonly Chosen[];
    readonly base: FeatureBase;
    readonly facts: RunFacts;
    readonly work: StartFacts['work'];
  },
): Promise<Wanted[]> {
  const result: Wanted[] = [];
  for (const item of given.chosen) {
    const made = isMade(given.facts, item.key) ? given.facts.agents.get(item.key) : undefined;
    if (made && item.continuesFrom) {
      // It stands on what it was cut from, wherever the other one is now.
      result.push({ ...item, base: made.base });
      continue;
    }
    const base = item.continuesFrom ? await tipOf(project, given, item) : given.base.commit;
    for (const sync of item.agent.after ?? []) {
      const landed = given.facts.syncs.get(sync)?.landed;
      if (landed && !(await isAncestor(project.repo, landed.commit, base))) {
        throw new CoreFailure({
          code: 'run.staleBase',
          message: `"${item.key}" would be cut from ${base.slice(0, 10)}, which does not hold the sync point "${sync}" (${landed.commit.slice(0, 10)}).`,
          remedy: item.continuesFrom
            ? `Merge the feature branch into the branch of "${item.continuesFrom}" in its worktree, and accept it again.`
            : 'The feature branch was moved by somebody else; bring it back to the landed commit.',
          data: { agent: item.key, sync, base, commit: landed.commit },
          exit: 1,
        });
      }
    }
    result.push({ ...item, base });
  }
  return result;
}

/** The commit that was looked at and accepted, whatever its branch has been moved to since. */
async function tipOf(
  project: ProjectContext,
  { facts, work }: { readonly facts: RunFacts; readonly work: StartFacts['work'] },
  item: Chosen,
): Promise<string> {
  const branch = facts.agents.get(item.continuesFrom ?? '')?.branch ?? '';
  const accepted = work.get(item.continuesFrom ?? '')?.head;
  const tip = accepted ?? (await branchTip(project.repo, branch));
  if (tip) return tip;
  throw new CoreFailure({
    code: 'run.locked',
    message: `"${item.key}" continues from "${item.continuesFrom}", whose branch ${branch} is not there.`,
    remedy: `Start "${item.continuesFrom}" first.`,
    data: { target: item.key, missing: [item.continuesFrom] },
    exit: 1,
  });
}

interface Starting {
  readonly project: ProjectContext;
  readonly journal: Journal;
  readonly options: StartOptions;
  readonly plan: Awaited<ReturnType<ProjectContext['plan']>>['plan'];
  /** Grows by what the set-ups have to say. */
  readonly notes: string[];
}

type StartedAgents = StartResult['agents'];

/** Set-ups run side by side, each session starts as soon as its worktree is ready, one after another. */
async function bringUp(starting: Starting, chosen: readonly Chosen[]): Promise<StartedAgents> {
  const { journal, options } = starting;
  const opening = new Limit(1);
  let done = 0;
  const settled = await Promise.allSettled(
    chosen.map(async ({ key }) =>
      withSession(starting, key, async () => {
        const facts = foldJournal(await journal.read()).agents.get(key);
        if (!facts) return null;
        const place = { name: key, branch: facts.branch, worktree: facts.path };
        const state = facts.phase === 'ready' ? 'ready' : await setUp(starting, key);
        done += 1;
        const step = { kind: 'step', step: 'start', target: key } as const;
        options.onProgress?.({ ...step, done, total: chosen.length });
        if (state !== 'ready') return { ...place, state };
        if (options.worktreesOnly) return { ...place, state: 'stopped' as const };
        return opening.run(async () => {
          options.signal?.throwIfAborted();
          return { ...place, state: await openSession(starting, key, facts.path) };
        });
      }),
    ),
  );
  return settled.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value ?? [];
  });
}

/** Says in the journal when the session that was announced does not follow. */
async function withSession<State>(
  { journal, options }: Starting,
  agent: string,
  work: () => Promise<State>,
): Promise<State> {
  try {
    return await work();
  } catch (thrown) {
    if (!options.worktreesOnly) {
      const message = options.signal?.aborted ? 'The start was cancelled.' : wordsOf(thrown);
      await journal.append({ kind: 'session.failed', agent, message });
    }
    throw thrown;
  }
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

async function setUp(
  { project, journal, options, notes }: Starting,
  agent: string,
): Promise<'ready' | 'failed' | 'setting-up'> {
  const { signal, onProgress } = options;
  const result = await setUpAgent(project, journal, { agent, signal, onProgress });
  if (result === null) {
    const message = 'Another process is setting up its worktree.';
    if (!options.worktreesOnly) await journal.append({ kind: 'session.failed', agent, message });
    return 'setting-up';
  }
  notes.push(...result.notes.map((note) => `${agent}: ${note}`));
  return result.exit === 0 ? 'ready' : 'failed';
}

async function openSession(
  starting: Starting,
  key: string,
  worktree: string,
): Promise<'starting' | 'working'> {
  const { project, journal, plan } = starting;
  const running = project.sessions
    .list(project.repo.id, plan.feature)
    .find((session) => session.agent === key && session.alive);
  if (running) return 'working';
  const request = await sessionRequest(project, { plan, key, worktree });
  const session = await project.sessions.start(request);
  await journal.append({ kind: 'session.started', agent: key, session: String(session.id) });
  return 'starting';
}

/** Everything a session of an agent is started with. */
export async function sessionRequest(
  project: ProjectContext,
  target: { readonly plan: Starting['plan']; readonly key: string; readonly worktree: string },
): Promise<SessionRequest> {
  const { plan, key, worktree } = target;
  const spec = plan.agents[key];
  if (!spec) throw new Error(`The plan has no agent ${key}`);
  return {
    project: project.repo.id,
    feature: plan.feature,
    agent: key,
    spec,
    cwd: worktree,
    briefing: await briefingOf(project, target),
    env: await portEnvironment(project.repo, plan.feature, key),
  };
}
