import { findEntries, pageAfter, pageBefore } from '../core/conversation/read-transcript.ts';
import { usageOf } from '../core/conversation/usage.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';

interface Target {
  readonly project: string;
  readonly feature: string;
  readonly agent: string;
}

/** The transcript of an agent's conversation, also after its session has ended; null when there is none. */
async function transcriptOf(app: App, target: Target): Promise<string | null> {
  const project = await app.projects.open(target.project);
  const facts = (await project.run(target.feature).facts()).agents.get(target.agent);
  if (!facts) return null;
  const { feature, agent } = target;
  return project.sessions.transcript({ project: project.repo.id, feature, agent }, facts.path);
}

export const conversationHandlers = {
  read: procedures.conversation.read.handler(async ({ context: { app }, input }) => {
    const path = await transcriptOf(app, input);
    if (path === null) return { page: null };
    const { after, before } = input;
    return {
      page: await (after === undefined ? pageBefore(path, before) : pageAfter(path, after)),
    };
  }),
  find: procedures.conversation.find.handler(async ({ context: { app }, input }) => {
    const path = await transcriptOf(app, input);
    return path === null ? { found: [], next: null } : findEntries(path, input);
  }),
  usage: procedures.conversation.usage.handler(async ({ context: { app }, input }) => {
    const path = await transcriptOf(app, input);
    const { repo } = await app.projects.open(input.project);
    return { usage: path === null ? null : await usageOf(path, repo.memory) };
  }),
};
