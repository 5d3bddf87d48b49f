import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { counted } from '../../../shared/count-words.ts';
import { CoreFailure } from '../../core/failure.ts';
import { finishMerge, undoFinish, whyNotUndoFinish } from '../../core/finish/finish-merge.ts';
import { openPullRequest, pushFeature } from '../../core/finish/finish-push.ts';
import { finishView } from '../../core/finish/finish-view.ts';
import { interruptSignal, showProgress, withPlan } from '../context.ts';
import { type Answer, type CommonOptions, note, print } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { merged, strategyOf } from './sync.ts';

type PullRequestOptions = CommonOptions & {
  readonly title?: string;
  readonly body?: string;
  readonly bodyFile?: string;
  readonly draft?: boolean;
};

const ports = () => ({ signal: interruptSignal(), onProgress: showProgress });

export function finishCommands(program: Command, run: Run): void {
  const finish = program
    .command('finish')
    .description('push, open a pull request, or merge the feature into its base');
  sub(finish, 'show', 'show the state of the feature branch and how it can be finished')
    .option('--ask', 'also ask gh for the pull request and its checks (network)')
    .action(run((options: CommonOptions & { ask?: boolean }) => show(options, options.ask)));
  sub(finish, 'push', 'push the feature branch, never by force').action(run(push));
  sub(finish, 'pr', 'push, and open a pull request through gh')
    .option('--title <title>', 'its title')
    .option('--body <text>', 'its text')
    .option('--body-file <file>', 'its description from a file; - for standard input')
    .option('--draft', 'as a draft')
    .action(run(pullRequest));
  sub(finish, 'merge', 'merge the feature branch into the base, verified as the last sync point')
    .option('--strategy <strategy>', 'merge or squash', 'merge')
    .action(
      run((options: CommonOptions & { strategy?: string }) => merge(options, options.strategy)),
    );
  sub(finish, 'undo', 'move the base back to before the merge').action(run(undo));
}

async function show(options: CommonOptions, ask = false): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const view = await finishView(project.run(feature), ask);
    print(options, view, linesOf(view));
    return 0;
  });
}

function linesOf(view: FinishView): string[] {
  const { merge, remote, pullRequest: request } = view;
  return [
    `${view.branch}: ${counted(view.ahead, 'commit')} ahead of ${view.base}`,
    ...(view.unfinished ? [view.unfinished] : []),
    remote ? `remote: ${remote.name}, ${remote.url}; pushed: ${view.pushed}` : 'remote: none',
    `gh: ${view.gh}`,
    ...(view.compareUrl ? [`by hand: ${view.compareUrl}`] : []),
    ...(request ? [`pull request ${request.number}, ${request.state}: ${request.url}`] : []),
    ...(request?.checks ?? []).map((check) => `  ${check.state}: ${check.name}`),
    ...view.leftOut.map(({ sync, agents }) => `left out of ${sync}: ${agents.join(', ')}`),
    merge.landed
      ? `merged into ${view.base} as ${merge.landed}`
      : `merge into ${view.base}: ${merge.reason ?? 'possible'}`,
    ...(merge.landed ? [`undo: ${merge.undo.reason ?? 'possible, with "finish undo"'}`] : []),
    ...(merge.possible && merge.undoLater ? [`undo afterwards: ${merge.undoLater}`] : []),
    ...(view.uncommittedPlan ? [planWords(view.uncommittedPlan)] : []),
    ...merge.conflicts.map((path) => `  in conflict: ${path}`),
  ];
}

function planWords(file: string): string {
  return `${file} is not committed, so the merge does not include it. Commit it with "plan commit".`;
}

async function push(options: CommonOptions): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const result = await pushFeature(project.run(feature), ports());
    print(options, result, [`Pushed ${result.ref} to ${result.remote}.`]);
    return 0;
  });
}

async function pullRequest(options: PullRequestOptions): Promise<Answer> {
  const { title, draft = false } = options;
  if (!title) {
    throw new CoreFailure({
      code: 'cli.words',
      message: 'A pull request needs a title.',
      remedy: 'Say --title "…".',
    });
  }
  const body = await bodyOf(options);
  return withPlan(options, async ({ project, feature }) => {
    const run = project.run(feature);
    const result = await openPullRequest(run, { title, body, draft, ...ports() });
    print(options, result, [result.url]);
    return 0;
  });
}

async function bodyOf({ body, bodyFile }: PullRequestOptions): Promise<string> {
  if (bodyFile === undefined) return body ?? '';
  try {
    return bodyFile === '-' ? await readAll(process.stdin) : await readFile(bodyFile, 'utf8');
  } catch (error) {
    throw new CoreFailure({
      code: 'cli.words',
      message: `${bodyFile} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
      remedy: 'Name a text file, or - for standard input.',
    });
  }
}

async function merge(options: CommonOptions, text: string | undefined): Promise<Answer> {
  const strategy = strategyOf(text) ?? 'merge';
  return withPlan(options, async ({ project, feature }) => {
    const run = project.run(feature);
    const result = await finishMerge(run, { strategy, ...ports() });
    const undo = { how: 'finish undo', whyNot: await whyNotUndoFinish(run) };
    const answer = merged(options, result, undo);
    const { uncommittedPlan } = await finishView(run, false);
    if (result.outcome === 'landed' && uncommittedPlan) note(planWords(uncommittedPlan));
    return answer;
  });
}

async function undo(options: CommonOptions): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const undone = await undoFinish(project.run(feature));
    print(options, undone, [
      undone.outcome === 'undone'
        ? `Undone: the base is at ${undone.commit} again.`
        : `Refused: ${undone.reason}`,
    ]);
    return undone.outcome === 'undone' ? 0 : 1;
  });
}
