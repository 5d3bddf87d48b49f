import {
  briefingTarget,
  forkSession,
  startSession,
  stopSession,
} from '../core/agents/agent-sessions.ts';
import { askSession, unaskSession } from '../core/agents/ask-session.ts';
import { editBriefing, readBriefing } from '../core/agents/briefing.ts';
import { adoptConversation, attachBackground, foundSessions } from '../core/agents/cli-sessions.ts';
import { startOrchestrator } from '../core/agents/orchestrator.ts';
import { slashCommands } from '../core/session/slash-commands.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';
import { watchLeft } from './watch-left.ts';

type Read = Awaited<ReturnType<typeof readBriefing>>;

function briefingView({ facts, task, generated, stale }: Read) {
  return { facts, task, generated, edited: task !== generated, stale };
}

async function projectOf(app: App, input: { readonly project: string }) {
  return app.projects.open(input.project);
}

export const sessionHandlers = {
  start: procedures.session.start.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return startSession(project.run(input.feature), input.agent);
  }),
  stop: procedures.session.stop.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return { stopped: await stopSession(project, project.run(input.feature), input.agent) };
  }),
  fork: procedures.session.fork.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return forkSession(project.run(input.feature), input.agent);
  }),
  ask: procedures.session.ask.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return { state: await askSession(project.run(input.feature), input) };
  }),
  unask: procedures.session.unask.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return { removed: await unaskSession(project.run(input.feature), input) };
  }),
  asked: procedures.session.asked.handler(async ({ context: { app }, input }) => {
    const { sessions, repo } = await projectOf(app, input);
    const key = { project: repo.id, feature: input.feature, agent: input.agent };
    return { request: await sessions.asked(key, input.ask) };
  }),
  answer: procedures.session.answer.handler(async ({ context: { app }, input }) => {
    const { sessions, repo } = await projectOf(app, input);
    const key = { project: repo.id, feature: input.feature, agent: input.agent };
    return { answered: await sessions.answer(key, input.ask, input.decision) };
  }),
  briefing: procedures.session.briefing.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    const target = await briefingTarget(project.run(input.feature), input.agent);
    return briefingView(await readBriefing(project, target));
  }),
  setBriefing: procedures.session.setBriefing.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    const target = await briefingTarget(project.run(input.feature), input.agent);
    await editBriefing(project, target, input.task);
    return briefingView(await readBriefing(project, target));
  }),
  commands: procedures.session.commands.handler(async ({ context: { app }, input }) => {
    const { repo } = await projectOf(app, input);
    return { commands: await slashCommands(repo.path) };
  }),
  found: procedures.session.found.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return foundSessions(project.run(input.feature));
  }),
  adopt: procedures.session.adopt.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    await adoptConversation(project.run(input.feature), input);
    return { adopted: input.conversation };
  }),
  attach: procedures.session.attach.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return attachBackground(project.run(input.feature), input.id);
  }),
  orchestrator: procedures.session.orchestrator.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return startOrchestrator(project.run(input.feature), { runs: input.runs });
  }),
  left: procedures.session.left.handler(async ({ context: { app }, input, signal }) => {
    const { sessions, repo } = await projectOf(app, input);
    return watchLeft(sessions, { project: repo.id, feature: input.feature }, signal);
  }),
  endLeft: procedures.session.endLeft.handler(async ({ context: { app }, input }) => {
    const { sessions, repo } = await projectOf(app, input);
    const key = { project: repo.id, feature: input.feature, agent: input.agent };
    return { ended: await sessions.endLeft(key) };
  }),
};
