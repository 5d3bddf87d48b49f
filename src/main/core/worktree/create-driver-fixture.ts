import { openRepository } from '../git/repository.ts';
import { openJournal } from '../run/journal.ts';
import { createWorktrees, type WorktreeSpec } from './create.ts';

/** Makes the worktrees it is told to, for tests that kill it meanwhile. */
const { path, feature, specs }: { path: string; feature: string; specs: WorktreeSpec[] } =
  JSON.parse(process.argv[2] ?? '{}');
const repo = await openRepository(path);
await createWorktrees(repo, specs, { journal: openJournal(repo.commonDir, feature) });
