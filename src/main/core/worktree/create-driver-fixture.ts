import { dirname } from 'node:path';
import { openRepository } from '../git/repository.ts';
import { openJournal } from '../journal/journal.ts';
import { createWorktrees } from './create-worktrees.ts';
import { fillPool } from './pool-fill.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

/** Makes the worktrees it is told to, filling a pool before and after, for tests that kill it meanwhile. */
const { path, feature, specs, pool }: Task = JSON.parse(process.argv[2] ?? '{}');
interface Task {
  readonly path: string;
  readonly feature: string;
  readonly specs: WorktreeSpec[];
  /** Entries that should wait, and the commit they are at. */
  readonly pool?: { readonly wanted: number; readonly base: string };
}

const repo = await openRepository(path);
const fill = async () => {
  if (pool) await fillPool(repo, { ...pool, root: dirname(repo.path) });
};
await fill();
process.stdout.write('filled\n');
await createWorktrees(repo, specs, { journal: openJournal(repo.commonDir, feature) });
await fill();
