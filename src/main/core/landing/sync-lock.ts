import { CoreFailure } from '../failure.ts';
import { identityEnvironment } from '../git/committer.ts';
import { tryLock } from '../git/lock.ts';
import { branchTip } from '../git/refs.ts';
import { endUnfinished } from './recover.ts';
import type { SyncRequest } from './sync-request.ts';

/** State at the start of a transaction. */
export interface Start {
  /** Tip of the target branch. */
  readonly before: string;
  /** Environment with the committer's identity. */
  readonly identity: Readonly<Record<string, string>>;
}

/**
 * Runs one transaction at a time per repository, after finishing whatever a crash interrupted. Throws `sync.busy` and
 * `sync.noFeatureBranch`.
 */
export async function withSyncLock<T>(
  request: Pick<SyncRequest, 'repo' | 'journal' | 'featureBranch'>,
  task: (start: Start) => Promise<T>,
): Promise<T> {
  const { repo, journal, featureBranch } = request;
  const done = await tryLock(repo, 'sync', async () => {
    await endUnfinished(repo, journal);
    const before = await branchTip(repo, featureBranch);
    if (before === null) throw noFeatureBranch(featureBranch);
    return task({ before, identity: await identityEnvironment(repo.path) });
  });
  if (done) return done.value;
  throw new CoreFailure({
    code: 'sync.busy',
    message: 'Another merge is under way in this repository.',
  });
}

function noFeatureBranch(branch: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFeatureBranch',
    message: `The branch ${branch} does not exist.`,
    data: { branch },
  });
}
