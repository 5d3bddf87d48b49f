import { commitPlan } from '../core/plan/commit.ts';
import { createPlan } from '../core/plan/create-plan.ts';
import { keptWhileBroken, NO_KIT, planKitOf } from '../core/plan/kit.ts';
import { proposePlan } from '../core/plan/propose.ts';
import { saveTemplate } from '../core/plan/save-template.ts';
import { watchProject } from '../core/project/watch-project.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';
import { latest } from './latest.ts';

async function editorOf(app: App, input: { readonly project: string; readonly file: string }) {
  return (await app.projects.open(input.project)).editor(input.file);
}

export const planHandlers = {
  kit: procedures.plan.kit.handler(async ({ context: { app }, input, signal }) => {
    const project = await app.projects.open(input.project);
    return latest(
      {
        subscribe: (changed) => watchProject(project, changed),
        // Keep the last valid configuration while it is broken; the error is reported where the configuration is
        // needed.
        read: keptWhileBroken(() => planKitOf(project), NO_KIT),
      },
      signal,
    );
  }),
  propose: procedures.plan.propose.handler(async ({ context: { app }, input }) => {
    const project = await app.projects.open(input.project);
    return (await proposePlan(project, input)).proposal;
  }),
  create: procedures.plan.create.handler(async ({ context: { app }, input }) => {
    const project = await app.projects.open(input.project);
    return { file: await createPlan(project, input) };
  }),
  saveTemplate: procedures.plan.saveTemplate.handler(async ({ context: { app }, input }) => {
    const project = await app.projects.open(input.project);
    return { name: await saveTemplate(project, input) };
  }),
  watch: procedures.plan.watch.handler(async ({ context: { app }, input, signal }) => {
    const editor = await editorOf(app, input);
    return latest(
      { subscribe: (changed) => editor.subscribe(changed), read: () => editor.view() },
      signal,
    );
  }),
  edit: procedures.plan.edit.handler(async ({ context: { app }, input }) =>
    (await editorOf(app, input)).edit(input.gesture, input.seen),
  ),
  undo: procedures.plan.undo.handler(async ({ context: { app }, input }) =>
    (await editorOf(app, input)).undo(),
  ),
  redo: procedures.plan.redo.handler(async ({ context: { app }, input }) =>
    (await editorOf(app, input)).redo(),
  ),
  restore: procedures.plan.restore.handler(async ({ context: { app }, input }) =>
    (await editorOf(app, input)).restore(),
  ),
  commit: procedures.plan.commit.handler(async ({ context: { app }, input }) => {
    const project = await app.projects.open(input.project);
    return { commit: await commitPlan(project.repo, input.file) };
  }),
};
