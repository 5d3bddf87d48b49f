import type { Command } from 'commander';
import type { SyncPreview, SyncResult } from '../../../shared/contract/sync.ts';
import { counted } from '../../../shared/count-words.ts';
import { CoreFailure } from '../../core/failure.ts';
import { pushFeature } from '../../core/finish/finish-push.ts';
import { undoLanded, undoReason } from '../../core/landing/undo-landed.ts';
import type { Project } from '../../core/project/project.ts';
import { mergeSync, previewSync, verifySync } from '../../core/sync/sync.ts';
import { interruptSignal, showProgress, withPlan } from '../context.ts';
import { keyNamed } from '../key-named.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

type SyncOptions = CommonOptions & {
  readonly preview?: boolean;
  readonly merge?: boolean;
  readonly undo?: boolean;
  readonly verify?: boolean;
  readonly push?: boolean;
  readonly strategy?: string;
  readonly withFix?: boolean;
  readonly override?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly commitLeftovers?: boolean;
};

const several = (value: string, before: readonly string[] = []) => [...before, value];

export function syncCommands(program: Command, run: Run): void {
  sub(program, 'sync <name>', 'preview, merge or undo a sync point')
    .option('--preview', 'predict the merge in memory')
    .option('--merge', 'merge, verify and land')
    .option('--verify', 'verify the merged candidate without landing it')
    .option('--push', 'with --merge: push the branches too; alone: push what has landed')
    .option('--undo', 'move the feature branch back to before the merge')
    .option(
      '--override <id=reason>',
      'override a gate item, with a reason for the journal',
      several,
    )
    .option('--leave-out <agent>', 'merge without this agent', several)
    .option('--strategy <strategy>', 'merge or squash, overriding the plan')
    .option(
      '--with-fix',
      'include commits made in the integration worktree after a failed verification',
    )
    .option('--commit-leftovers', 'first commit the uncommitted work of agents')
    .action(run((options: SyncOptions, name: string) => sync(options, name)));
}

async function sync(options: SyncOptions, word: string): Promise<Answer> {
  const modes = [options.preview, options.merge, options.undo, options.verify].filter(Boolean);
  if (modes.length > 1 || (modes.length === 0 && !options.push)) {
    throw new CoreFailure({
      code: 'cli.words',
      message: 'Use one of --preview, --verify, --merge, --push and --undo.',
      remedy: 'See "sync --help".',
    });
  }
  const strategy = strategyOf(options.strategy);
  return withPlan(options, async ({ project, feature }) => {
    const run = project.run(feature);
    const { plan } = await project.plan(feature);
    const name = keyNamed(plan, word);
    await project.sessions.refresh();
    const decided = {
      overrides: (options.override ?? []).map(overrideOf),
      leaveOut: (options.leaveOut ?? []).map((agent) => keyNamed(plan, agent)),
      ...(strategy ? { strategy } : {}),
    };
    if (options.preview) return shown(options, await previewSync(run, { name, options: decided }));
    if (options.merge) {
      const result = await mergeSync(run, {
        name,
        options: {
          ...decided,
          commitLeftovers: options.commitLeftovers ?? false,
          withFix: options.withFix ?? false,
          ...(options.push ? { push: true } : {}),
        },
        signal: interruptSignal(),
        onProgress: showProgress,
      });
      const target = { plan, facts: await run.facts(), journal: run.journal, sync: name };
      const whyNot = await undoReason(project.repo, target);
      return merged(options, result, { how: `sync ${name} --undo`, whyNot });
    }
    if (options.verify) return verified(options, project, { feature, name });
    if (options.push) return pushed(options, project, { feature, name });
    const facts = await run.facts();
    const undone = await undoLanded(project.repo, {
      plan,
      facts,
      journal: run.journal,
      sync: name,
    });
    print(options, undone, [
      undone.outcome === 'undone'
        ? `Undone: the branch is at ${undone.commit} again.`
        : `Refused: ${undone.reason}`,
    ]);
    return undone.outcome === 'undone' ? 0 : 1;
  });
}

interface SyncName {
  readonly feature: string;
  readonly name: string;
}

async function verified(
  options: CommonOptions,
  project: Project,
  { feature, name }: SyncName,
): Promise<Answer> {
  const result = await verifySync(project.run(feature), {
    name,
    signal: interruptSignal(),
    onProgress: showProgress,
  });
  print(options, result, [`${result.outcome}: ${result.message}`]);
  return result.outcome === 'passed' || result.outcome === 'nothing' ? 0 : 1;
}

async function pushed(
  options: CommonOptions,
  project: Project,
  { feature, name }: SyncName,
): Promise<Answer> {
  const run = project.run(feature);
  if (!(await run.facts()).syncs.get(name)?.landed) {
    throw new CoreFailure({
      code: 'sync.notLanded',
      message: `"${name}" has not landed, so there is nothing to push.`,
      remedy: 'Merge it first; --merge --push does both.',
      data: { sync: name },
    });
  }
  const result = await pushFeature(run, {
    signal: interruptSignal(),
    onProgress: showProgress,
  });
  print(options, result, [`Pushed ${result.ref} to ${result.remote}.`]);
  return 0;
}

/** Null when the plan decides. Fails with `cli.words`. */
export function strategyOf(text: string | undefined): 'merge' | 'squash' | null {
  if (text === undefined) return null;
  if (text === 'merge' || text === 'squash') return text;
  throw new CoreFailure({
    code: 'cli.words',
    message: `"${text}" is not a strategy.`,
    remedy: 'Use merge or squash.',
  });
}

function overrideOf(text: string): { item: string; reason: string } {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) {
    return { item: text.slice(0, at), reason: text.slice(at + 1) };
  }
  throw new CoreFailure({
    code: 'cli.words',
    message: `"${text}" is not ID=REASON.`,
    remedy:
      'An override names the gate item and the reason, e.g. --override in-scope="agreed with Ann".',
  });
}

function shown(options: CommonOptions, preview: SyncPreview): Answer {
  const { files, gate } = preview;
  print(options, preview, [
    `${preview.sync}: ${preview.outcome} (${comingWords(preview)})`,
    ...preview.heads.map(
      (head) => `${head.agent}: ${head.oid.slice(0, 10)}${head.dirty ? ', uncommitted work' : ''}`,
    ),
    ...files.map((file) => `${file.outcome} (${file.kind}): ${file.path}${agentsOf(file)}`),
    ...gate.map((item) => `${item.state}: ${item.id}: ${item.message}`),
  ]);
  return preview.outcome === 'clean' ? 0 : 1;
}

/** "merge, 3 commits, makes 1 merge commit" */
function comingWords({ strategy, commits, makes }: SyncPreview): string {
  const made = strategy === 'squash' ? 'commit' : 'merge commit';
  const how = makes === null ? '' : `, makes ${counted(makes, made)}`;
  return `${strategy}, ${counted(commits, 'commit')}${how}`;
}

function undoWords({ how, whyNot }: UndoWay): string {
  return whyNot === null ? `"${how}" takes it back.` : `"${how}" is refused now: ${whyNot}`;
}

/** How to undo a merge, and why that is not possible now; null when it is. */
interface UndoWay {
  readonly how: string;
  readonly whyNot: string | null;
}

/** " (data, backend)"; empty for files that no agent wrote, such as `plans/CURRENT.md`. */
function agentsOf({ agents }: SyncResult['files'][number]): string {
  return agents.length > 0 ? ` (${agents.join(', ')})` : '';
}

/** Prints the result of a merge. */
export function merged(options: CommonOptions, result: SyncResult, undo: UndoWay): Answer {
  const conflicts = result.files.filter((file) => file.outcome === 'conflict');
  print(options, result, [
    result.outcome === 'landed'
      ? `Landed as ${result.commit}. ${undoWords(undo)}`
      : `${result.outcome}: ${result.message ?? ''}`,
    ...conflicts.map((file) => `${file.path} (${file.kind}): ${file.agents.join(', ')}`),
    ...result.flaky.map((step) => `flaky: \`${step}\` passed only on retry`),
    ...result.pushed.map(
      ({ branch, ok, message }) => `${ok ? 'pushed' : 'not pushed'}: ${branch}: ${message}`,
    ),
  ]);
  return result.outcome === 'landed' ? 0 : 1;
}
