import { titleIn } from '../../shared/names.ts';
import { acceptWork } from '../core/agents/accept.ts';
import { startAgents } from '../core/agents/start.ts';
import { journalLines } from '../core/journal/journal-lines.ts';
import { undoLanded } from '../core/landing/undo-landed.ts';
import { landedFile, landedSync } from '../core/sync/landed-view.ts';
import { mergeSync, previewFile, previewSync, verifySync } from '../core/sync/sync.ts';
import { tickItem } from '../core/sync/tick.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';
import { latest } from './latest.ts';

type Target = { readonly project: string; readonly feature: string };

async function runOf(app: App, input: Target) {
  const project = await app.projects.open(input.project);
  return { project, run: project.run(input.feature) };
}

export const runHandlers = {
  watch: procedures.run.watch.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await runOf(app, input);
    return latest(
      { subscribe: (changed) => run.subscribe(changed), read: () => run.view() },
      signal,
    );
  }),
  start: procedures.run.start.handler(async ({ context: { app }, input, signal }) => {
    const { project, run } = await runOf(app, input);
    return app.tasks.stream(`Starting ${input.targets.join(', ')}`, signal, (port) =>
      startAgents(project, run.journal, {
        feature: input.feature,
        targets: input.targets,
        worktreesOnly: input.worktreesOnly,
        ...port,
      }),
    );
  }),
  tick: procedures.run.tick.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    await tickItem(run, input);
    return { on: input.on };
  }),
  accept: procedures.run.accept.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    await acceptWork(run, input);
    return { on: input.on };
  }),
  journal: procedures.run.journal.handler(async ({ context: { app }, input, signal }) => {
    const { project, run } = await runOf(app, input);
    return latest(
      {
        subscribe: (changed) => run.journal.watch(changed),
        async read() {
          const { plan } = await project.lastGoodPlan(input.feature);
          return journalLines(await run.journal.read(), (key) => titleIn(plan, key));
        },
      },
      signal,
    );
  }),
};

export const syncHandlers = {
  preview: procedures.sync.preview.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    return previewSync(run, { name: input.sync, options: { leaveOut: input.leaveOut } });
  }),
  file: procedures.sync.file.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    return input.landed ? landedFile(run, input) : previewFile(run, input);
  }),
  landed: procedures.sync.landed.handler(async ({ context: { app }, input }) => {
    const { run } = await runOf(app, input);
    return landedSync(run, input.sync);
  }),
  merge: procedures.sync.merge.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await runOf(app, input);
    return app.tasks.stream(`Merging ${input.sync}`, signal, (port) =>
      mergeSync(run, { name: input.sync, options: input.options, ...port }),
    );
  }),
  verify: procedures.sync.verify.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await runOf(app, input);
    return app.tasks.stream(`Verifying ${input.sync}`, signal, (port) =>
      verifySync(run, { name: input.sync, ...port }),
    );
  }),
  undo: procedures.sync.undo.handler(async ({ context: { app }, input }) => {
    const { project, run } = await runOf(app, input);
    const { plan } = await project.plan(input.feature);
    const target = { plan, facts: await run.facts(), journal: run.journal, sync: input.sync };
    return undoLanded(project.repo, target);
  }),
};
