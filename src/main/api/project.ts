import { folderChoices } from '../core/project/folders.ts';
import type { Project } from '../core/project/project.ts';
import { projectView } from '../core/project/project-view.ts';
import { watchProject } from '../core/project/watch-project.ts';
import { expandHome } from '../core/session/tributary-home.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';
import { latest } from './latest.ts';

function viewOf(app: App, project: Project) {
  return projectView(project, app.checks().current());
}

export const projectHandlers = {
  open: procedures.project.open.handler(async ({ context: { app }, input }) =>
    viewOf(app, await app.projects.open(expandHome(input.path))),
  ),
  initial: procedures.project.initial.handler(({ context: { initial } }) => ({ path: initial })),
  recent: procedures.project.recent.handler(({ context: { app } }) => app.recent.list()),
  folders: procedures.project.folders.handler(({ input }) => folderChoices(input.typed)),
  demo: procedures.project.demo.handler(async ({ context: { app } }) => ({
    path: await app.demos.begin(),
  })),
  watch: procedures.project.watch.handler(async ({ context: { app }, input, signal }) => {
    const project = await app.projects.open(input.project);
    project.keepUp();
    return latest(
      {
        subscribe(changed) {
          const stops = [watchProject(project, changed), app.checks().subscribe(changed)];
          return () => {
            for (const stop of stops) stop();
          };
        },
        read: () => viewOf(app, project),
      },
      signal,
    );
  }),
};
