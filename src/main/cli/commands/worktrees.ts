import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { cleanProject, removeFromProject } from '../../core/housekeeping/clean-up.ts';
import {
  adoptForAgent,
  listAll,
  moveInProject,
  repairProject,
} from '../../core/housekeeping/worktrees.ts';
import { planFileOf } from '../../core/plan/files.ts';
import { restoreWorktree } from '../../core/worktree/restore.ts';
import { interruptSignal, withPlan, withProject } from '../context.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { trashLines, worktreeLines } from './worktree-table.ts';

/** Milliseconds for measuring sizes: unlike the app, the command cannot continue later. */
const SIZES_MS = 30_000;

const IGNORE_TEARDOWN = ['--ignore-teardown', 'remove even if the teardown command fails'] as const;

export function worktreeCommands(program: Command, run: Run): void {
  const worktrees = program
    .command('worktrees')
    .description('list, clean up, remove, restore, adopt, move, repair worktrees');
  sub(worktrees, 'list [path]', 'list every worktree with its owner and content').action(run(list));
  sub(worktrees, 'clean [path]', 'remove worktrees whose work has landed')
    .option('--yes', 'remove them; otherwise only list what would be removed')
    .option('--end-idle', 'end idle sessions in them first')
    .option(...IGNORE_TEARDOWN)
    .action(run(clean));
  sub(worktrees, 'remove <worktree>', 'save the content of a worktree and move it to the trash')
    .option(...IGNORE_TEARDOWN)
    .action(run((options: RemovalOptions, path: string) => remove(options, path)));
  sub(worktrees, 'restore <id>', 'bring a removed worktree back').action(
    run((options, id: string) => restore(options, id)),
  );
  sub(worktrees, 'adopt <worktree> <agent>', 'assign an existing worktree to an agent').action(
    run((options, path: string, agent: string) => adopt(options, { path: resolve(path), agent })),
  );
  sub(worktrees, 'move <worktree> <to>', 'move the worktree of an agent').action(
    run((options, path: string, to: string) =>
      move(options, { path: resolve(path), to: resolve(to) }),
    ),
  );
  sub(worktrees, 'repair [folders...]', 'find worktrees whose folders were moved').action(
    run((options, paths: string[]) => repair(options, paths)),
  );
}

async function list(options: CommonOptions): Promise<Answer> {
  return withProject(options, async (project) => {
    const all = await listAll(project, { sizesMs: SIZES_MS });
    print(options, all, [...worktreeLines(all.worktrees), ...trashLines(all.trash)]);
    return 0;
  });
}

type RemovalOptions = CommonOptions & { readonly ignoreTeardown?: boolean };

type CleanOptions = RemovalOptions & { readonly yes?: boolean; readonly endIdle?: boolean };

async function clean(options: CleanOptions): Promise<Answer> {
  return withProject(options, async (project) => {
    const { yes: apply = false, endIdle, ignoreTeardown } = options;
    const endSessions = endIdle ? 'idle' : 'none';
    const signal = interruptSignal();
    const result = await cleanProject(project, { apply, ignoreTeardown, endSessions, signal });
    print(options, result, [
      ...result.removed.map((path) => `${apply ? 'Removed' : 'Would remove'} ${path}`),
      ...result.kept.map(({ path, reason }) => `Keeps ${path}: ${reason}`),
      ...result.trash.map((id) => `Restore with "worktrees restore ${id}"`),
      ...holdingLines(result),
      ...(!apply && result.removed.length > 0 ? ['Use --yes to remove them.'] : []),
    ]);
    return 0;
  });
}

/** Sessions that keep removable worktrees, and how to end them. */
function holdingLines({ sessions = [], removed }: CleanResult): string[] {
  const holding = sessions.filter(({ path }) => !removed.includes(path));
  const features = [...new Set(holding.map(({ feature }) => feature))];
  const byName = features.map((feature) => {
    const names = holding.filter((one) => one.feature === feature).map(({ agent }) => agent);
    return `End with "stop ${names.join(' ')} --plan ${planFileOf(feature)}"`;
  });
  const idle = holding.filter((one) => one.idle).length;
  const many = idle === 1 ? '1 idle session' : `${idle} idle sessions`;
  return [...byName, ...(idle > 0 ? [`End ${many} and remove in one go with --end-idle`] : [])];
}

async function remove(options: RemovalOptions, path: string): Promise<Answer> {
  return withProject(options, async (project) => {
    const { ignoreTeardown } = options;
    const given = { ignoreTeardown, signal: interruptSignal() };
    const result = await removeFromProject(project, resolve(path), given);
    print(options, result, [
      ...result.removed.map((removed) => `Removed ${removed}`),
      ...result.trash.map((id) => `Restore with "worktrees restore ${id}"`),
    ]);
    return 0;
  });
}

async function restore(options: CommonOptions, id: string): Promise<Answer> {
  return withProject(options, async (project) => {
    const restored = await restoreWorktree(project.repo, id);
    print(options, restored, [`Restored ${restored.path} from ${restored.ref}.`]);
    return 0;
  });
}

async function adopt(
  options: CommonOptions,
  adoption: { readonly path: string; readonly agent: string },
): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    const view = await adoptForAgent(project, project.run(feature).journal, adoption);
    print(options, view, [`${view.path} on ${view.branch} is now the worktree of ${view.agent}.`]);
    return 0;
  });
}

async function move(
  options: CommonOptions,
  given: { readonly path: string; readonly to: string },
): Promise<Answer> {
  return withProject(options, async (project) => {
    const view = await moveInProject(project, given);
    print(options, view, [`Moved to ${view.path}.`]);
    return 0;
  });
}

async function repair(options: CommonOptions, paths: readonly string[]): Promise<Answer> {
  return withProject(options, async (project) => {
    const given = paths.map((path) => resolve(path));
    const result = await repairProject(project, given);
    print(options, result, [
      ...result.repaired.map((path) => `Joined again: ${path}`),
      ...result.missing.map(({ path, reason }) => `Missing: ${path}: ${reason}`),
    ]);
    return result.missing.length > 0 ? 1 : 0;
  });
}
