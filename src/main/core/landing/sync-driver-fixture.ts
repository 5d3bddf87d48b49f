import { openRepository } from '../git/repository.ts';
import { openJournal } from '../journal/journal.ts';
import type { MergeHead } from '../merge/merge-request.ts';
import { orphanedGit } from '../process-identity.ts';
import { runSync } from './transaction.ts';

/** Runs one sync and kills its own process at the given moment, like a crash. */
interface Told {
  readonly path: string;
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** `step:when`. */
  readonly dieAt: string;
  /** Milliseconds after that moment; the running git process is killed too, as in a power loss. */
  readonly after?: number;
}

const { path, heads, strategy, dieAt, after }: Told = JSON.parse(process.argv[2] ?? '{}');
const repo = await openRepository(path);

async function die(): Promise<void> {
  if (after === undefined) process.kill(process.pid, 'SIGKILL');
  setTimeout(async () => {
    for (const pid of await orphanedGit(process.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The process has just ended.
      }
    }
    process.kill(process.pid, 'SIGKILL');
  }, after);
}

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
  sections: () => [{ name: 'state', text: 'done' }],
  // A culprit search runs only after a failed verification.
  verify: async () => ({ ok: !dieAt.startsWith('search'), culprit: 'red', step: 'red' }),
  push: async (branches) =>
    branches.map(({ branch }) => ({ branch, ok: true, message: 'Pushed.' })),
  onStep: async (step, when) => {
    if (dieAt === `${step}:${when}`) await die();
  },
});
// The sync ended before the delayed kill: stay alive until it.
if (after !== undefined) await new Promise((resolve) => setTimeout(resolve, 60_000));
