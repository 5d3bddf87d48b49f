import { randomUUID } from 'node:crypto';
import { ORCHESTRATOR, titleIn } from '../../../shared/names.ts';
import { CoreFailure } from '../failure.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { promptQueue } from '../run/prompt-queue.ts';
import { startSession } from './agent-sessions.ts';
import { startOrchestrator } from './orchestrator.ts';

/**
 * Sends a prompt to the session of an agent or the orchestrator: at once when it is idle, otherwise as soon as it is;
 * starts the session if necessary. Fails with `session.takesNoPrompt` and the failures of starting a session.
 */
export async function askSession(
  run: FeatureRun,
  request: { readonly agent: string; readonly text: string },
): Promise<'sent' | 'queued' | 'started'> {
  const { project } = run;
  const { agent, text } = request;
  const { plan } = await project.plan(run.feature);
  const runs = plan.agents[agent]?.runs ?? 'claude';
  if (runs !== 'claude') throw takesNoPrompt(agent, titleIn(plan, agent));
  const outcome = await project.sessions.prompt(keyOf(run, agent), text);
  if (outcome === 'sent') return 'sent';
  if (outcome === 'gone') {
    const whole = agent === ORCHESTRATOR && !Object.hasOwn(plan.agents, agent);
    if (whole) await startOrchestrator(run, { runs: 'claude', say: text });
    else await startSession(run, agent, { say: text });
    return 'started';
  }
  const prompt = { id: randomUUID(), text };
  await promptQueue(project.repo, run.feature).update((all) => ({
    ...all,
    [agent]: [...(all[agent] ?? []), prompt],
  }));
  run.changed();
  return 'queued';
}

/** Withdraws a queued prompt. False when it is no longer queued. */
export async function unaskSession(
  run: FeatureRun,
  request: { readonly agent: string; readonly id: string },
): Promise<boolean> {
  const { project } = run;
  let isFound = false;
  await promptQueue(project.repo, run.feature).update((all) => {
    const waiting = all[request.agent] ?? [];
    const left = waiting.filter(({ id }) => id !== request.id);
    isFound = left.length < waiting.length;
    return isFound ? { ...all, [request.agent]: left } : all;
  });
  if (isFound) run.changed();
  return isFound;
}

function keyOf(run: FeatureRun, agent: string) {
  const { project } = run;
  return { project: project.repo.id, feature: run.feature, agent };
}

function takesNoPrompt(agent: string, title: string): CoreFailure {
  return new CoreFailure({
    code: 'session.takesNoPrompt',
    message: `${title} does not run claude: what is typed into its session would be run, not read.`,
    data: { agent },
  });
}
