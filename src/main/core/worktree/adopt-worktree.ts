import { resolve } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import { isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import type { Journal } from '../journal/journal.ts';
import { readOwners } from '../journal/owned-worktrees.ts';
import { integrationPath } from './names.ts';
import { lockReason } from './own-lock.ts';

export interface Adoption {
  readonly path: string;
  readonly agent: string;
  /** The last commit that its branch shares with this one is the base of the agent's commits. */
  readonly from: string;
  /** The feature branch, which no agent can have. */
  readonly featureBranch: string;
  /** Commits the worktree must contain: the sync points that its agent waits for. */
  readonly holds: readonly string[];
  readonly root?: string | undefined;
}

/**
 * Assigns an existing worktree of this repository to an agent without one. Nothing in it changes, its branch keeps its
 * name, and the app never deletes that branch. Throws `worktree.notAdoptable` with the reason.
 */
export async function adoptWorktree(
  repo: Repository,
  journal: Journal,
  adoption: Adoption,
): Promise<void> {
  const path = resolve(adoption.path);
  const { agent } = adoption;
  await withLock(repo, 'write', async () => {
    const entry = (await worktreeEntries(repo)).find((found) => found.path === path);
    if (!entry) throw refusal(path, 'it is not a worktree of this repository');
    if (entry.main) throw refusal(path, 'it is the main checkout');
    if (path === integrationPath(repo, adoption.root))
      throw refusal(path, 'branches are merged in it');
    if (entry.prunable) throw refusal(path, 'its folder is missing');
    const { branch, head } = entry;
    if (branch === null || head === null) throw refusal(path, 'no branch is checked out in it');
    if (branch === adoption.featureBranch) throw refusal(path, 'the feature branch is checked out');
    const { owned } = await readOwners(repo);
    const live = owned.filter(({ state }) => state !== 'gone');
    const holder = live.find((known) => known.path === path || known.branch === branch);
    if (holder) throw refusal(path, `it belongs to ${holder.agent} of ${holder.feature}`);
    const other = live.find((one) => one.feature === journal.feature && one.agent === agent);
    if (other) throw refusal(path, `${agent} has the worktree ${other.path}`);
    const base = await mergeBase(repo, adoption.from, head);
    if (base === null) throw refusal(path, 'it shares no commit with the feature');
    for (const commit of adoption.holds) {
      if (!(await isAncestor(repo, commit, head)))
        throw refusal(path, `it does not hold ${commit.slice(0, 10)}, which ${agent} waits for`);
    }
    if (entry.locked === null)
      await runGit(['worktree', 'lock', '--reason', lockReason(agent), '--', path], {
        cwd: repo.path,
      });
    const whose = { agent, branch, path, base, adopted: true, ready: true };
    await journal.append({ kind: 'agent.created', ...whose });
  });
}

async function mergeBase(repo: Repository, one: string, other: string): Promise<string | null> {
  const { code, stdout } = await runGit(['merge-base', one, other], {
    cwd: repo.path,
    reads: true,
    expect: [0, 1],
  });
  return code === 0 ? stdout.trim() : null;
}

function refusal(path: string, reason: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.notAdoptable',
    message: `${path} cannot be adopted: ${reason}.`,
    data: { path, reason },
  });
}
