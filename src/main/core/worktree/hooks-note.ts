import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';

/**
 * A note for worktrees in which git runs no hooks, because the folder named in `core.hooksPath` is missing there (hook
 * managers create it per checkout). Otherwise empty.
 */
export async function hooksNotes(
  repo: Repository,
): Promise<(worktree: string) => Promise<string[]>> {
  const args = ['config', '--local', '--includes', '--type=path', '--get', 'core.hooksPath'];
  const asked = await runGit(args, { cwd: repo.path, reads: true, expect: [0, 1, 128] });
  const folder = asked.code === 0 ? asked.stdout.trimEnd() : '';
  return async (worktree) => {
    if (folder === '' || (await stat(resolve(worktree, folder)).catch(() => null))) return [];
    return [`No hooks are active here: core.hooksPath is ${folder}, which is not there.`];
  };
}
