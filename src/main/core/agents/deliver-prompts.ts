import { log } from '../log.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { featuresWithPrompts, promptQueue } from '../run/prompt-queue.ts';
import { unaskSession } from './ask-session.ts';

/**
 * While a project is open, delivers queued prompts to sessions as soon as these are idle. Checks run one at a time, and
 * once more when a session changed meanwhile. Returns a function that stops it and waits for the current check.
 */
export function keepPrompts(project: ProjectContext): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let wanted = false;
  let stopped = false;
  const look = () => {
    if (wanted || stopped) return;
    wanted = true;
    last = last
      .then(() => {
        wanted = false;
        return stopped ? undefined : deliverAll(project);
      })
      .catch((thrown) => log.error('waiting prompts could not be delivered', thrown));
  };
  const unsubscribe = project.sessions.subscribe(look);
  look();
  return async () => {
    stopped = true;
    unsubscribe();
    await last;
  };
}

async function deliverAll(project: ProjectContext): Promise<void> {
  for (const feature of await featuresWithPrompts(project.repo))
    await deliverPrompts(project, feature);
}

/** Delivers the first queued prompt of each agent whose session is idle. */
async function deliverPrompts(project: ProjectContext, feature: string): Promise<void> {
  const waiting = await promptQueue(project.repo, feature).read();
  for (const [agent, [first]] of Object.entries(waiting)) {
    if (!first) continue;
    const key = { project: project.repo.id, feature, agent };
    const outcome = await project.sessions.prompt(key, first.text).catch((thrown) => {
      log.error(`a prompt could not be delivered to ${agent}`, thrown);
      return 'busy' as const;
    });
    if (outcome === 'sent') await unaskSession(project.run(feature), { agent, id: first.id });
  }
}
