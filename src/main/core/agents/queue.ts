import { expectedFailure } from '../failure.ts';
import { tryLock } from '../git/lock.ts';
import { log } from '../log.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { startAgents } from './start.ts';

/**
 * Starts every queued agent of a run that waits for nothing any more. One that cannot be started keeps its place with
 * the reason, and is left to a person. Does nothing while another process does so.
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
  // Somebody else may have started it, or taken it off, since it was looked at.
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
    // What it waits for was there a moment ago and is not any more: its turn comes again.
    if (failure?.code === 'run.locked') return;
    // So it does when the plan is corrected.
    if (failure?.code.startsWith('plan.')) return;
    log.error(`"${agent}" was queued and could not be started`, thrown);
    const problem = failure?.message ?? 'an unexpected failure; see the log';
    await run.journal.append({ kind: 'agent.queued', agent, worktreesOnly, problem });
  }
}
