import { resolve } from 'node:path';
import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { readOwners } from '../journal/owned-worktrees.ts';
import { integrationPath } from './names.ts';
import { type CleanOptions, keptReason, removeOwned } from './removable.ts';
import { finishRemovals, removeWorktree } from './remove.ts';

/**
 * Removes one worktree of the app (of an agent, merged or not, or the integration worktree): saves its content and
 * moves its folder to the trash. `apply: false` only checks whether it may. Throws `worktree.kept` with the reason, and
 * `worktree.notOurs` for anything else.
 */
export async function removeOne(
  repo: Repository,
  path: string,
  options: CleanOptions,
): Promise<CleanResult> {
  const folder = resolve(path);
  return withLock(repo, 'write', async () => {
    await finishRemovals(repo);
    const { owned, journals } = await readOwners(repo);
    const entries = await worktreeEntries(repo);
    const owner = owned.find((known) => known.path === folder && known.state !== 'gone');
    const entry = entries.find((found) => found.path === folder && !found.main);
    const ours = owner || folder === integrationPath(repo, options.root);
    if (!ours || !(owner || entry)) throw notOurs(folder);
    const reason = entry ? await keptReason(folder, entries, options) : null;
    if (reason !== null) throw kept(folder, reason);
    const tally: CleanResult = { removed: [], kept: [], trash: [] };
    if (!options.apply) return { ...tally, removed: [folder] };
    if (owner) await removeOwned(repo, { owner, entries, journals, tally }, options);
    else if (entry) {
      const { statusTimeoutMs, disk, signal } = options;
      const { trash } = await removeWorktree(repo, entry, { statusTimeoutMs, disk, signal });
      tally.removed.push(folder);
      if (trash !== null) tally.trash.push(trash);
    }
    const [stays] = tally.kept;
    if (stays) throw kept(folder, stays.reason);
    return tally;
  });
}

function kept(path: string, reason: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.kept',
    message: `${path} stays: ${reason}.`,
    data: { path, reason },
  });
}

function notOurs(path: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.notOurs',
    message: `${path} is not a worktree that Tributary made or adopted here.`,
    data: { path },
  });
}
