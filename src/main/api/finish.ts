import { finishMerge, undoFinish } from '../core/finish/finish-merge.ts';
import { openPullRequest, pushFeature } from '../core/finish/finish-push.ts';
import { finishView } from '../core/finish/finish-view.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';

async function runOf(app: App, input: { readonly project: string; readonly feature: string }) {
  const project = await app.projects.open(input.project);
  return { project, run: project.run(input.feature) };
}

export const finishHandlers = {
  show: procedures.finish.show.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    return finishView(run, input.ask);
  }),
  push: procedures.finish.push.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await runOf(app, input);
    return app.tasks.stream(`Pushing ${input.feature}`, signal, (port) => pushFeature(run, port));
  }),
  pullRequest: procedures.finish.pullRequest.handler(
    async ({ context: { app }, input, signal }) => {
      const { run } = await runOf(app, input);
      const { title, body, draft } = input;
      return app.tasks.stream(`Opening a pull request for ${input.feature}`, signal, (port) =>
        openPullRequest(run, { title, body, draft, ...port }),
      );
    },
  ),
  merge: procedures.finish.merge.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await runOf(app, input);
    const { strategy } = input;
    return app.tasks.stream(`Merging ${input.feature} into its base`, signal, (port) =>
      finishMerge(run, { strategy, ...port }),
    );
  }),
  undo: procedures.finish.undo.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    return undoFinish(run);
  }),
};
