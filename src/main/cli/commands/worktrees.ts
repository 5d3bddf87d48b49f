import type { Command } from 'commander';
import { cleanProject } from '../../core/run/clean.ts';
import { listWorktrees } from '../../core/worktree/list.ts';
import { restoreWorktree } from '../../core/worktree/restore.ts';
import { interruptSignal, withProject } from '../context.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

export function worktreeCommands(program: Command, run: Run): void {
  const worktrees = program.command('worktrees').description('list, clean up, restore worktrees');
  sub(worktrees, 'list [path]', 'every worktree, whose it is and what is in it').action(run(list));
  sub(worktrees, 'clean [path]', 'remove worktrees whose work has landed')
    .option('--yes', 'do it; without, only say what would be removed')
    .action(run(clean));
  sub(worktrees, 'restore <id>', 'bring a removed worktree back').action(
    run((options, id: string) => restore(options, id)),
  );
}

async function list(options: CommonOptions): Promise<Answer> {
  return withProject(options, async (project) => {
    const worktrees = await listWorktrees(project.repo, { root: await project.worktreeRoot() });
    print(
      options,
      { worktrees },
      worktrees.map(
        (tree) =>
          `${tree.path}: ${tree.owner}, ${tree.state}, ${tree.branch ?? 'detached'}, ${tree.unmerged ?? '?'} unmerged${tree.dirty === false ? '' : ', uncommitted work'}`,
      ),
    );
    return 0;
  });
}

async function clean(options: CommonOptions & { readonly yes?: boolean }): Promise<Answer> {
  return withProject(options, async (project) => {
    const apply = options.yes ?? false;
    const result = await cleanProject(project, { apply, signal: interruptSignal() });
    print(options, result, [
      ...result.removed.map((path) => `${apply ? 'Removed' : 'Would remove'} ${path}`),
      ...result.kept.map(({ path, reason }) => `Keeps ${path}: ${reason}`),
      ...result.trash.map((id) => `Restore with "worktrees restore ${id}"`),
      ...(!apply && result.removed.length > 0 ? ['Say --yes to do it.'] : []),
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
