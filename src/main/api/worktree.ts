import { setUpAgent } from '../core/agents/set-up-agent.ts';
import { CoreFailure } from '../core/failure.ts';
import { cleanProject, removeFromProject } from '../core/housekeeping/clean-up.ts';
import {
  adoptForAgent,
  listAll,
  moveInProject,
  repairProject,
} from '../core/housekeeping/worktrees.ts';
import { restoreWorktree } from '../core/worktree/restore.ts';
import { readSetUpLog } from '../core/worktree/set-up-script.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';

function open(app: App, input: { readonly project: string }) {
  return app.projects.open(input.project);
}

export const worktreeHandlers = {
  list: procedures.worktrees.list.handler(async ({ context: { app }, input, signal }) =>
    listAll(await open(app, input), { signal }),
  ),
  clean: procedures.worktrees.clean.handler(async ({ context: { app }, input, signal }) => {
    const { apply, ignoreTeardown, endSessions } = input;
    return cleanProject(await open(app, input), { apply, ignoreTeardown, endSessions, signal });
  }),
  restore: procedures.worktrees.restore.handler(async ({ context: { app }, input }) =>
    restoreWorktree((await open(app, input)).repo, input.id),
  ),
  remove: procedures.worktrees.remove.handler(async ({ context: { app }, input, signal }) => {
    const { path, ignoreTeardown } = input;
    return removeFromProject(await open(app, input), path, { ignoreTeardown, signal });
  }),
  adopt: procedures.worktrees.adopt.handler(async ({ context: { app }, input }) => {
    const project = await open(app, input);
    return adoptForAgent(project, project.run(input.feature).journal, input);
  }),
  move: procedures.worktrees.move.handler(async ({ context: { app }, input }) =>
    moveInProject(await open(app, input), input),
  ),
  repair: procedures.worktrees.repair.handler(async ({ context: { app }, input }) =>
    repairProject(await open(app, input), input.paths),
  ),
  setUp: procedures.worktrees.setUp.handler(async ({ context: { app }, input, signal }) => {
    const project = await open(app, input);
    const { journal } = project.run(input.feature);
    return app.tasks.stream(`Setting up ${input.agent}`, signal, async (port) => {
      const done = await setUpAgent(project, journal, { agent: input.agent, ...port });
      if (done === null) throw running(input.agent);
      return { exit: done.exit };
    });
  }),
  setUpLog: procedures.worktrees.setUpLog.handler(async ({ context: { app }, input }) => ({
    text: await readSetUpLog((await open(app, input)).repo, input.feature, input.agent),
  })),
};

function running(agent: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.setUpRunning',
    message: `The set-up of "${agent}" runs already.`,
    data: { agent },
  });
}
