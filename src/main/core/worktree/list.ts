import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { readStatus } from '../git/status.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { integrationPath } from './names.ts';
import { isOwnLock } from './own-lock.ts';
import { readOwners } from './owners.ts';

interface ListOptions {
  readonly root?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every worktree but the main checkout that git knows, and every one that a journal says should be there (`missing`).
 * Owners come from the journals.
 */
export async function listWorktrees(
  repo: Repository,
  options: ListOptions = {},
): Promise<WorktreeView[]> {
  const entries = (await worktreeEntries(repo, options.signal)).filter(({ main }) => !main);
  const { owned } = await readOwners(repo);
  const created = owned.filter(({ state }) => state !== 'gone');
  const agents = new Set(created.map(({ path }) => path));
  const integration = integrationPath(repo, options.root);
  const views = await Promise.all(
    entries.map(async (entry): Promise<WorktreeView> => {
      const { path, branch } = entry;
      const owner = agents.has(path) ? 'agent' : path === integration ? 'integration' : 'user';
      return {
        path,
        branch,
        owner,
        feature: null,
        agent: null,
        touched: null,
        leftover: null,
        ...(await look(repo, entry, options.signal)),
      };
    }),
  );
  const listed = new Set(entries.map(({ path }) => path));
  const missing = created
    .filter(({ path }) => !listed.has(path))
    .map(
      ({ path, branch }): WorktreeView => ({
        path,
        branch,
        owner: 'agent',
        state: 'missing',
        bytes: null,
        unmerged: null,
        dirty: null,
        feature: null,
        agent: null,
        touched: null,
        leftover: null,
      }),
    );
  return [...views, ...missing];
}

async function look(
  repo: Repository,
  entry: WorktreeEntry,
  signal: AbortSignal | undefined,
): Promise<Pick<WorktreeView, 'state' | 'bytes' | 'unmerged' | 'dirty'>> {
  const unmerged = await countUnmerged(repo, entry);
  if (entry.prunable || !(await lstat(entry.path).catch(() => null)))
    return { state: 'missing', bytes: null, unmerged, dirty: null };
  const bytes = await folderBytes(entry.path);
  try {
    const { operation, dirty } = await readStatus(entry.path, { signal });
    const state = operation ? 'busy' : isOwnLock(entry.locked) ? 'ok' : 'locked';
    return { state, bytes, unmerged, dirty };
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    return { state: 'unknown', bytes, unmerged, dirty: null };
  }
}

/** Commits that no other branch holds, local or remote. */
async function countUnmerged(
  repo: Repository,
  { head, branch }: WorktreeEntry,
): Promise<number | null> {
  if (head === null) return 0;
  const others = branch === null ? [] : [`--exclude=refs/heads/${branch}`];
  const args = ['rev-list', '--count', head, '--not', ...others, '--branches', '--remotes'];
  const { code, stdout } = await runGit(args, { cwd: repo.path, reads: true, expect: [0, 128] });
  return code === 0 ? Number(stdout.trim()) : null;
}

/** Bytes of all files below a folder; what vanishes meanwhile does not count. */
async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const parent = next;
    const items = await readdir(parent, { withFileTypes: true }).catch(() => []);
    const sizes = await Promise.all(
      items.map(async (item) => {
        const path = join(parent, item.name);
        if (item.isDirectory()) pending.push(path);
        return (await lstat(path).catch(() => null))?.size ?? 0;
      }),
    );
    total += sizes.reduce((sum, size) => sum + size, 0);
  }
  return total;
}
