import { expectedFailure } from '../failure.ts';
import { tryLock } from '../git/lock.ts';
import { log } from '../log.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { startAgents } from './start.ts';

/**
 * Starts every queued agent of a run whose dependencies are met. An agent that cannot be started stays queued with the
 * reason, for a person to handle. Does nothing while another process is doing this.
 */
export async function startQueued(run: FeatureRun, signal?: AbortSignal): Promise<void> {
  const { project } = run;
  const { agents } = await run.view();
  const ready = agents.filter(({ state, waitsFor }) => state === 'queued' && waitsFor === null);
  if (ready.length === 0) return;
  await tryLock(project.repo, `queue-${run.feature}`, async () => {
    for (const { name } of ready) {
      if (signal?.aborted) return;
      await startOne(run, { agent: name, signal });
    }
  });
}

async function startOne(
  run: FeatureRun,
  { agent, signal }: { readonly agent: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const { project } = run;
  // Another process may have started or dequeued it in the meantime.
  const queued = (await run.facts()).queue.get(agent);
  if (!queued || queued.problem !== null) return;
  const { worktreesOnly } = queued;
  try {
    await startAgents(project, run.journal, {
      feature: run.feature,
      targets: [agent],
      worktreesOnly,
      signal,
    });
  } catch (thrown) {
    if (signal?.aborted) return;
    const failure = expectedFailure(thrown);
    // A dependency was lost meanwhile: the agent stays in the queue.
    if (failure?.code === 'run.locked') return;
    // Likewise when the plan is broken: it starts once the plan is corrected.
    if (failure?.code.startsWith('plan.')) return;
    log.error(`"${agent}" was queued and could not be started`, thrown);
    const problem = failure?.message ?? 'an unexpected failure; see the log';
    await run.journal.append({ kind: 'agent.queued', agent, worktreesOnly, problem });
  }
}
