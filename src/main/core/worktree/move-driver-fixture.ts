import { openRepository } from '../git/repository.ts';
import { moveWorktree } from './move.ts';

/** Moves a worktree to and fro until it is killed, for tests that do so. */
const { path, from, to }: { path: string; from: string; to: string } = JSON.parse(
  process.argv[2] ?? '{}',
);
const repo = await openRepository(path);
for (;;) {
  await moveWorktree(repo, { path: from, to });
  process.stdout.write('moved\n');
  await moveWorktree(repo, { path: to, to: from });
}
