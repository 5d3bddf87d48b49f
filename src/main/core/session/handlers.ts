import type { App } from '../app.ts';
import { notYet } from '../not-yet.ts';
import { procedures } from '../rpc/edge.ts';
import { startOrchestrator, startSession, stopSession } from '../run/agent-sessions.ts';

async function projectOf(app: App, input: { readonly project: string }) {
  return app.projects.open(input.project);
}

export const sessionHandlers = {
  start: procedures.session.start.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return startSession(project, project.run(input.feature), input.agent);
  }),
  stop: procedures.session.stop.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return { stopped: await stopSession(project, project.run(input.feature), input.agent) };
  }),
  ask: procedures.session.ask.handler(() => notYet()),
  unask: procedures.session.unask.handler(() => notYet()),
  orchestrator: procedures.session.orchestrator.handler(async ({ context: { app }, input }) => {
    const project = await projectOf(app, input);
    return startOrchestrator(project, input.feature);
  }),
};
