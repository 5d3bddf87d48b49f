import { openRepository } from '../git/repository.ts';
import { openJournal } from '../run/journal.ts';
import type { MergeHead } from './plan-merge.ts';
import { runSync } from './transaction.ts';

/** Runs one sync and kills itself at the moment it is told, as a crash would. */
interface Told {
  readonly path: string;
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** `step:when`. */
  readonly dieAt: string;
}

const { path, heads, strategy, dieAt }: Told = JSON.parse(process.argv[2] ?? '{}');
const repo = await openRepository(path);
await runSync({
  repo,
  journal: openJournal(repo.commonDir, 'x'),
  feature: 'x',
  sync: 's',
  featureBranch: 'feature/x',
  heads,
  leftOut: [],
  overrides: [],
  strategy,
  sections: [{ name: 'state', text: 'done' }],
  verify: async () => ({ ok: true, culprit: null }),
  onStep: async (step, when) => {
    if (dieAt === `${step}:${when}`) process.kill(process.pid, 'SIGKILL');
  },
});
