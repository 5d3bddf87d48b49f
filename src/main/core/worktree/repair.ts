import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { withLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { type OwnedWorktree, readOwners } from '../journal/owned-worktrees.ts';
import { findPointingFolders, type PointingFolder, pointingFolder } from './pointer.ts';

export interface RepairResult {
  /** Relinked folders. */
  readonly repaired: string[];
  readonly missing: { path: string; reason: string }[];
}

/**
 * Finds worktrees whose folders were moved, at the given paths and next to the others, relinks them with git and
 * records that in the journals. Deletes and prunes nothing; lists what is still missing.
 */
export async function repairWorktrees(
  repo: Repository,
  options: { readonly paths: readonly string[]; readonly root?: string | undefined },
): Promise<RepairResult> {
  return withLock(repo, 'write', async () => {
    const { owned, journals } = await readOwners(repo);
    const live = owned.filter(({ state }) => state === 'created');
    const repaired: string[] = [];
    for (const folder of await candidates(repo, live, options)) {
      if (folder.entry === folder.path || folder.entry === null) continue;
      // A copy of an existing worktree must not take over its entry.
      if ((await pointingFolder(repo, folder.entry))?.gitDir === folder.gitDir) continue;
      await runGit(['worktree', 'repair', '--', folder.path], { cwd: repo.path });
      const owner = live.find(({ path }) => path === folder.entry);
      if (owner)
        await journals
          .get(owner.feature)
          ?.append({ kind: 'agent.moved', agent: owner.agent, path: folder.path });
      repaired.push(folder.path);
    }
    return { repaired, missing: await stillMissing(repo, options) };
  });
}

async function candidates(
  repo: Repository,
  live: readonly OwnedWorktree[],
  { paths, root }: { readonly paths: readonly string[]; readonly root?: string | undefined },
): Promise<PointingFolder[]> {
  const given = await Promise.all(paths.map((path) => pointingFolder(repo, resolve(path))));
  const roots = [root ?? dirname(repo.path), ...live.map(({ path }) => dirname(path))];
  const named = given.filter((folder) => folder !== null);
  const found = await findPointingFolders(repo, [...roots, ...paths.map((path) => resolve(path))]);
  const others = found.filter(({ path }) => named.every((folder) => folder.path !== path));
  return [...named, ...others];
}

async function stillMissing(
  repo: Repository,
  { paths }: { readonly paths: readonly string[] },
): Promise<RepairResult['missing']> {
  const missing: RepairResult['missing'] = [];
  const entries = (await worktreeEntries(repo)).filter(({ main }) => !main);
  for (const { path } of entries) {
    if (!(await lstat(path).catch(() => null)))
      missing.push({
        path,
        reason: 'its folder is missing, and no other says that it is this one',
      });
  }
  const { owned } = await readOwners(repo);
  for (const { path, state } of owned) {
    if (state !== 'created' || entries.some((entry) => entry.path === path)) continue;
    missing.push({ path, reason: 'git does not know it any more' });
  }
  for (const path of paths.map((given) => resolve(given))) {
    const folder = await pointingFolder(repo, path);
    if (folder && folder.entry === null)
      missing.push({ path, reason: 'git does not know it: its entry is gone' });
  }
  return missing;
}
