import { mkdtemp, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { identityEnvironment } from '../git/committer.ts';
import { withLock } from '../git/lock.ts';
import { type Repository, readHead } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';

/**
 * Commits one plan file on the branch of the main checkout. The person's index and all other changes stay: the commit
 * is made with a temporary index, then only this file is refreshed in theirs. Fails with `plan.nothingToCommit` and, on
 * a detached HEAD, `plan.detached`.
 */
export function commitPlan(repo: Repository, file: string): Promise<string> {
  return withLock(repo, 'write', async () => {
    const { oid: head, branch } = await readHead(repo.path);
    if (head === null || branch === null) {
      throw new CoreFailure({
        code: 'plan.detached',
        message: 'The main checkout is not on a branch.',
      });
    }
    const folder = await mkdtemp(join(tmpdir(), 'tributary-index-'));
    try {
      const env = { GIT_INDEX_FILE: join(folder, 'index') };
      const git = (args: readonly string[], more: Record<string, string> = {}) =>
        runGit(args, { cwd: repo.path, env: { ...env, ...more } });
      await git(['read-tree', head]);
      await git(['add', '--', file]);
      const tree = (await git(['write-tree'])).stdout.trim();
      const before = (await git(['rev-parse', `${head}^{tree}`])).stdout.trim();
      if (tree === before) {
        throw new CoreFailure({
          code: 'plan.nothingToCommit',
          message: `${file} is committed as it is.`,
          data: { file },
        });
      }
      const identity = await identityEnvironment(repo.path);
      const message = `Plan ${file}`;
      const made = await git(['commit-tree', tree, '-p', head, '-m', message], identity);
      const commit = made.stdout.trim();
      await runGit(
        ['update-ref', '-m', 'tributary: commit plan', `refs/heads/${branch}`, commit, head],
        { cwd: repo.path },
      );
      // The branch moved under the person's index: update only this path's entry.
      await runGit(['add', '--', file], { cwd: repo.path });
      return commit;
    } finally {
      // git may not have created the file.
      await unlink(join(folder, 'index')).catch(() => undefined);
      await rmdir(folder);
    }
  });
}
