import type { ContractCards } from '../../shared/contract/contracts.ts';
import type { ConflictList } from '../../shared/contract/resolve.ts';
import { Resolutions } from '../core/merge/resolutions.ts';
import { keepDraft, reopenConflict, settleConflict } from '../core/resolve/answer.ts';
import { askToResolve } from '../core/resolve/ask-agent.ts';
import { conflictFile, conflictsOf, viewConflicts } from '../core/resolve/conflicts.ts';
import { chooseAt, contractCards } from '../core/resolve/contract-cards.ts';
import { readProposals } from '../core/resolve/proposals.ts';
import type { FeatureRun } from '../core/run/project-context.ts';
import { watchWorktree } from '../core/status/worktree-watch.ts';
import { integrationPath } from '../core/worktree/names.ts';
import type { App } from './app.ts';
import { procedures } from './edge.ts';
import { latest } from './latest.ts';

interface Target {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

async function open(app: App, input: Target) {
  const project = await app.projects.open(input.project);
  return { project, run: project.run(input.feature) };
}

async function list(run: FeatureRun, sync: string): Promise<ConflictList> {
  const { project } = run;
  const conflicts = viewConflicts(await conflictsOf(run, sync));
  const { session } = await readProposals(project, run.feature, sync);
  return { sync, conflicts, session };
}

/** For conflicts of files that are no contracts. */
const NO_CARDS: ContractCards = { cards: [], text: null, problem: null };

/**
 * Draft writes in progress, by conflict: a page that is reloaded sends its last draft and at once reads the file, over
 * another connection.
 */
const writing = new Map<string, Promise<unknown>>();

async function inOrder<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
  const before = writing.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  writing.set(key, mine);
  try {
    return await mine;
  } finally {
    if (writing.get(key) === mine) writing.delete(key);
  }
}

export const resolveHandlers = {
  watch: procedures.resolve.watch.handler(async ({ context: { app }, input, signal }) => {
    const { project, run } = await open(app, input);
    const integration = integrationPath(project.repo, await project.worktreeRoot());
    return latest(
      {
        subscribe(changed) {
          const stops = [run.subscribe(changed), watchWorktree(integration, changed)];
          return () => {
            for (const stop of stops) stop();
          };
        },
        read: () => list(run, input.sync),
      },
      signal,
    );
  }),
  file: procedures.resolve.file.handler(async ({ context: { app }, input }) => {
    const { project, run } = await open(app, input);
    await writing.get(`${project.repo.id} ${input.id}`)?.catch(() => undefined);
    const { texts } = await readProposals(project, run.feature, input.sync);
    const conflicts = await conflictsOf(run, input.sync);
    return conflictFile(conflicts, input.id, {
      proposed: texts.get(input.id) ?? null,
      contract: await contractCards(conflicts, input.id),
    });
  }),
  draft: procedures.resolve.draft.handler(async ({ context: { app }, input }) => {
    const { project, run } = await open(app, input);
    await inOrder(`${project.repo.id} ${input.id}`, () =>
      keepDraft(new Resolutions(project.repo), input, () => conflictsOf(run, input.sync)),
    );
    return { kept: true };
  }),
  choose: procedures.resolve.choose.handler(async ({ context: { app }, input }) => {
    const { run } = await open(app, input);
    const conflicts = await conflictsOf(run, input.sync);
    await chooseAt(conflicts, input.id, input);
    return (await contractCards(conflicts, input.id)) ?? NO_CARDS;
  }),
  settle: procedures.resolve.settle.handler(async ({ context: { app }, input }) => {
    const { run } = await open(app, input);
    const { answer, by, anyway = false } = input;
    const conflicts = await conflictsOf(run, input.sync);
    await settleConflict(conflicts, input.id, { answer, by, anyway });
    run.changed();
    return list(run, input.sync);
  }),
  reopen: procedures.resolve.reopen.handler(async ({ context: { app }, input }) => {
    const { run } = await open(app, input);
    await reopenConflict(await conflictsOf(run, input.sync), input.id);
    run.changed();
    return list(run, input.sync);
  }),
  ask: procedures.resolve.ask.handler(async ({ context: { app }, input, signal }) => {
    const { run } = await open(app, input);
    return app.tasks.stream(`Asking an agent to resolve ${input.sync}`, signal, (port) =>
      askToResolve(run, { sync: input.sync, ...port }),
    );
  }),
};
