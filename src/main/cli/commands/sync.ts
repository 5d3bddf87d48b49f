import type { Command } from 'commander';
import type { SyncPreview, SyncResult } from '../../../shared/contract/sync.ts';
import { CoreFailure } from '../../core/failure.ts';
import { mergeSync, previewSync } from '../../core/run/sync.ts';
import { undoLanded } from '../../core/run/undo.ts';
import { interruptSignal, showProgress, withPlan } from '../context.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

type SyncOptions = CommonOptions & {
  readonly preview?: boolean;
  readonly merge?: boolean;
  readonly undo?: boolean;
  readonly override?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly commitLeftovers?: boolean;
};

const several = (value: string, before: readonly string[] = []) => [...before, value];

export function syncCommands(program: Command, run: Run): void {
  sub(program, 'sync <name>', 'preview, merge or undo a sync point')
    .option('--preview', 'predict the merge in memory')
    .option('--merge', 'merge, verify and land')
    .option('--undo', 'return the feature branch to where it was')
    .option('--override <id=reason>', 'pass a gate item, with the reason for the journal', several)
    .option('--leave-out <agent>', 'merge without this agent', several)
    .option('--commit-leftovers', 'commit what agents left uncommitted first')
    .action(run((options: SyncOptions, name: string) => sync(options, name)));
}

async function sync(options: SyncOptions, name: string): Promise<Answer> {
  const modes = [options.preview, options.merge, options.undo].filter(Boolean);
  if (modes.length !== 1) {
    throw new CoreFailure({
      code: 'cli.words',
      message: 'Say one of --preview, --merge and --undo.',
      remedy: 'See "sync --help".',
      exit: 2,
    });
  }
  return withPlan(options, async ({ project, feature }) => {
    const run = project.run(feature);
    await project.sessions.refresh();
    if (options.preview) return shown(options, await previewSync(project, run, name));
    if (options.merge) {
      const result = await mergeSync(project, run, {
        name,
        options: {
          overrides: (options.override ?? []).map(overrideOf),
          leaveOut: [...(options.leaveOut ?? [])],
          commitLeftovers: options.commitLeftovers ?? false,
        },
        signal: interruptSignal(),
        onProgress: showProgress,
      });
      return merged(options, result);
    }
    const { plan } = await project.plan(feature);
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
    exit: 2,
  });
}

function shown(options: CommonOptions, preview: SyncPreview): Answer {
  const { files, gate } = preview;
  print(options, preview, [
    `${preview.sync}: ${preview.outcome}`,
    ...preview.heads.map(
      (head) => `${head.agent}: ${head.oid.slice(0, 10)}${head.dirty ? ', uncommitted work' : ''}`,
    ),
    ...files.map(
      (file) => `${file.outcome} (${file.kind}): ${file.path} (${file.agents.join(', ')})`,
    ),
    ...gate.map((item) => `${item.state}: ${item.id}: ${item.message}`),
  ]);
  return preview.outcome === 'clean' ? 0 : 1;
}

function merged(options: CommonOptions, result: SyncResult): Answer {
  const conflicts = result.files.filter((file) => file.outcome === 'conflict');
  print(options, result, [
    result.outcome === 'landed'
      ? `Landed as ${result.commit}. Undo returns to ${result.undo}.`
      : `${result.outcome}: ${result.message ?? ''}`,
    ...conflicts.map((file) => `${file.path} (${file.kind}): ${file.agents.join(', ')}`),
  ]);
  return result.outcome === 'landed' ? 0 : 1;
}
