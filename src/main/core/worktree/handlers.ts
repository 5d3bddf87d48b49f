import { notYet } from '../not-yet.ts';
import { procedures } from '../rpc/edge.ts';
import { cleanProject } from '../run/clean.ts';
import { listWorktrees } from './list.ts';
import { restoreWorktree } from './restore.ts';

export const worktreeHandlers = {
  list: procedures.worktrees.list.handler(async ({ context: { app }, input, signal }) => {
    const project = await app.projects.open(input.project);
    const root = await project.worktreeRoot();
    return {
      worktrees: await listWorktrees(project.repo, { root, ...(signal ? { signal } : {}) }),
      trash: [],
      pool: { wanted: 0, ready: 0 },
    };
  }),
  clean: procedures.worktrees.clean.handler(async ({ context: { app }, input, signal }) =>
    cleanProject(await app.projects.open(input.project), { apply: input.apply, signal }),
  ),
  restore: procedures.worktrees.restore.handler(async ({ context: { app }, input }) =>
    restoreWorktree((await app.projects.open(input.project)).repo, input.id),
  ),
  remove: procedures.worktrees.remove.handler(() => notYet()),
  adopt: procedures.worktrees.adopt.handler(() => notYet()),
  move: procedures.worktrees.move.handler(() => notYet()),
  repair: procedures.worktrees.repair.handler(() => notYet()),
  setUp: procedures.worktrees.setUp.handler(() => notYet()),
  setUpLog: procedures.worktrees.setUpLog.handler(() => notYet()),
};
