import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { withLock } from '../git/lock.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { isOwnLock } from './own-lock.ts';
import { type OwnedWorktree, readOwners } from './owners.ts';
import { emptyTrash, finishRemovals, keepReason, removeWorktree } from './remove.ts';

export interface CleanOptions {
  /** False says what would be removed and what kept, and changes nothing. */
  readonly apply: boolean;
  /** Why a worktree must stay (a session runs in it), or null. */
  readonly inUse?: (path: string) => string | null;
  readonly statusTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Judged =
  | { readonly entry: WorktreeEntry; readonly owner: OwnedWorktree; readonly reason: null }
  | { readonly path: string; readonly reason: string };

/**
 * Removes the worktrees of agents whose sync point has landed. Whatever would be lost is saved first under
 * `refs/tributary/trash/<id>`; what is in doubt is kept, with the reason. Journals `agent.removed`.
 */
export async function cleanWorktrees(
  repo: Repository,
  options: CleanOptions,
): Promise<CleanResult> {
  if (!options.apply) return cleanNow(repo, options);
  return withLock(repo, 'write', async () => {
    await finishRemovals(repo);
    await emptyTrash(repo);
    return cleanNow(repo, options);
  });
}

async function cleanNow(repo: Repository, options: CleanOptions): Promise<CleanResult> {
  const { owned, journals } = await readOwners(repo);
  const entries = await worktreeEntries(repo);
  const removed: string[] = [];
  const kept: { path: string; reason: string }[] = [];
  const trash: string[] = [];
  for (const owner of owned.filter(({ state }) => state !== 'gone')) {
    options.signal?.throwIfAborted();
    const judged = await judge(owner, entries, options);
    if (judged.reason !== null) {
      kept.push(judged);
      continue;
    }
    if (options.apply) {
      try {
        const { statusTimeoutMs, signal } = options;
        const mergedTip = await mergedTipOf(repo, owner);
        const done = await removeWorktree(repo, judged.entry, {
          mergedTip,
          statusTimeoutMs,
          signal,
        });
        const { agent, path } = owner;
        await journals
          .get(owner.feature)
          ?.append({ kind: 'agent.removed', agent, path, trash: done.trash });
        if (done.trash !== null) trash.push(done.trash);
      } catch (error) {
        const reason = keepReason(error);
        if (reason === null) throw error;
        kept.push({ path: owner.path, reason });
        continue;
      }
    }
    removed.push(owner.path);
  }
  return { removed, kept, trash };
}

async function judge(
  owner: OwnedWorktree,
  entries: readonly WorktreeEntry[],
  { inUse, statusTimeoutMs: timeoutMs, signal }: CleanOptions,
): Promise<Judged> {
  const { path } = owner;
  const entry = entries.find((found) => found.path === path);
  if (!owner.landed) return { path, reason: `${owner.agent} has not been merged yet` };
  if (!entry) return { path, reason: 'git does not know it any more' };
  if (!isOwnLock(entry.locked))
    return { path, reason: `it is locked: ${entry.locked || 'no reason given'}` };
  const busy = inUse?.(path) ?? null;
  if (busy !== null) return { path, reason: busy };
  if (!entry.prunable) {
    try {
      const { operation } = await readStatus(path, { timeoutMs, signal });
      if (operation) return { path, reason: `a ${operation} is under way in it` };
    } catch (error) {
      const reason = keepReason(error);
      if (reason === null) throw error;
      return { path, reason };
    }
  }
  return { entry, owner, reason: null };
}

/** The branch's tip when it holds nothing that has not landed: by ancestry, or (squashed) by the very commit. */
async function mergedTipOf(repo: Repository, owner: OwnedWorktree): Promise<string | null> {
  const tip = await branchTip(repo, owner.branch);
  if (tip === null || !owner.landed) return null;
  const { oid, commit } = owner.landed;
  return tip === oid || (await isAncestor(repo, tip, commit)) ? tip : null;
}
