import { openRepository } from '../git/repository.ts';
import { removeOne } from './remove-one.ts';
import { restoreWorktree } from './restore.ts';

/** Removes a worktree and brings it back until it is killed, for tests that do so. */
const { path, tree }: { path: string; tree: string } = JSON.parse(process.argv[2] ?? '{}');
const repo = await openRepository(path);
for (;;) {
  process.stdout.write('begun\n');
  const { trash } = await removeOne(repo, tree, { apply: true });
  process.stdout.write('removed\n');
  await restoreWorktree(repo, trash[0] ?? '');
}
