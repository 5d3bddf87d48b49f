import type { StartResult } from '../../../shared/contract/run.ts';
import type { AgentState } from '../../../shared/states.ts';
import { Limit } from '../git/limit.ts';
import { foldJournal } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import { deriveSessionState } from '../run/agent-state.ts';
import type { ProjectContext } from '../run/project-context.ts';
import type { SessionRequest } from '../session/sessions.ts';
import { briefingOf } from './briefing.ts';
import { portEnvironment } from './port.ts';
import { setUpAgent } from './set-up-agent.ts';
import type { StartOptions } from './start-options.ts';
import type { Chosen } from './targets.ts';

interface Starting {
  readonly project: ProjectContext;
  readonly journal: Journal;
  readonly options: Pick<StartOptions, 'worktreesOnly' | 'signal' | 'onProgress'>;
  readonly plan: Awaited<ReturnType<ProjectContext['plan']>>['plan'];
  /** Notes of set-ups are appended here. */
  readonly notes: string[];
}

type StartedAgents = StartResult['agents'];

/** Runs set-ups in parallel, and starts sessions one after another, each as soon as its worktree is ready. */
export async function bringUp(
  starting: Starting,
  chosen: readonly Chosen[],
): Promise<StartedAgents> {
  const { journal, options } = starting;
  const opening = new Limit(1);
  let done = 0;
  const settled = await Promise.allSettled(
    chosen.map(async ({ key }) =>
      withSession(starting, key, async () => {
        const facts = foldJournal(await journal.read()).agents.get(key);
        if (!facts) return null;
        const place = { name: key, branch: facts.branch, worktree: facts.path };
        const state = facts.worktree === 'ready' ? 'ready' : await setUp(starting, key);
        done += 1;
        const step = options.worktreesOnly ? 'set-up' : 'start';
        options.onProgress?.({ kind: 'step', step, target: key, done, total: chosen.length });
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

/** Records in the journal when the announced session does not start. */
async function withSession<State>(
  starting: Starting,
  agent: string,
  work: () => Promise<State>,
): Promise<State> {
  try {
    return await work();
  } catch (thrown) {
    await tellUnstarted(starting, [agent], thrown);
    throw thrown;
  }
}

/** Records in the journal that no session follows for these agents, and why. */
export async function tellUnstarted(
  { journal, options }: Pick<Starting, 'journal' | 'options'>,
  agents: readonly string[],
  thrown: unknown,
): Promise<void> {
  if (options.worktreesOnly) return;
  const message = options.signal?.aborted ? 'The start was cancelled.' : wordsOf(thrown);
  for (const agent of agents) await journal.append({ kind: 'session.failed', agent, message });
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

async function openSession(starting: Starting, key: string, worktree: string): Promise<AgentState> {
  const { project, journal, plan } = starting;
  const running = project.sessions
    .list(project.repo.id, plan.feature)
    .find((session) => session.agent === key && session.alive);
  if (running) return deriveSessionState(running, false).state;
  const request = await sessionRequest(project, { plan, key, worktree });
  const session = await project.sessions.start(request);
  await journal.append({ kind: 'session.started', agent: key, session: String(session.id) });
  return 'starting';
}

/** The request that starts an agent's session. */
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
