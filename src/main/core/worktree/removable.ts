import { dirname } from 'node:path';
import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { withLock } from '../git/lock.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';
import { operationIn, type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import type { Journal } from '../journal/journal.ts';
import { type OwnedWorktree, readOwners } from '../journal/owned-worktrees.ts';
import type { DiskPort } from './disk.ts';
import { isOwnLock } from './own-lock.ts';
import { findPointingFolders, readPointer } from './pointer.ts';
import {
  emptyTrash,
  finishRemovals,
  keepReason,
  removeUnlinked,
  removeWorktree,
} from './remove.ts';

export interface CleanOptions {
  /** False reports what would be removed and kept, and changes nothing. */
  readonly apply: boolean;
  /** Why a worktree cannot be removed (a session runs in it), or null. */
  readonly inUse?: (path: string) => string | null;
  /** Folder of the worktrees; default: next to the main checkout. */
  readonly root?: string | undefined;
  readonly statusTimeoutMs?: number | undefined;
  readonly disk?: DiskPort | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes the worktrees of agents whose sync point has landed. Saves what would be lost under
 * `refs/tributary/trash/<id>`; keeps whatever is in doubt, with the reason. Journals `agent.removed`. Half-created
 * folders unknown to git go to the trash as they are.
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
  const tally: Tally = { removed: [], kept: [], trash: [] };
  for (const owner of owned.filter(({ state }) => state !== 'gone')) {
    options.signal?.throwIfAborted();
    const reason =
      (await unmergedReason(repo, owner)) ?? (await keptReason(owner.path, entries, options));
    if (reason !== null) tally.kept.push({ path: owner.path, reason });
    else if (!options.apply) tally.removed.push(owner.path);
    else await removeOwned(repo, { owner, entries, journals, tally }, options);
  }
  await cleanUnlinked(repo, { owned, tally }, options);
  return tally;
}

/** Why an agent's work has not landed completely; null when it has. */
async function unmergedReason(repo: Repository, owner: OwnedWorktree): Promise<string | null> {
  const { agent, branch, landed } = owner;
  if (!landed) return `${agent} has not been merged yet`;
  const tip = await branchTip(repo, branch);
  if (tip === null || tip === landed.oid) return null;
  const args = ['rev-list', '--count', tip, '--not', landed.oid, landed.commit, '--'];
  const { code, stdout } = await runGit(args, { cwd: repo.path, reads: true, expect: [0, 128] });
  if (code !== 0) return `what of ${agent} was merged cannot be looked up any more`;
  const late = Number(stdout.trim());
  if (late === 0) return null;
  return `${agent} has ${late === 1 ? '1 commit' : `${late} commits`} that ${late === 1 ? 'was' : 'were'} not merged`;
}

interface Tally {
  readonly removed: string[];
  readonly kept: { path: string; reason: string }[];
  readonly trash: string[];
}

interface Removal {
  readonly owner: OwnedWorktree;
  readonly entries: readonly WorktreeEntry[];
  readonly journals: ReadonlyMap<string, Journal>;
  readonly tally: Tally;
}

/** Removes an agent's worktree and journals it; lists it as kept when that is not safe. */
export async function removeOwned(
  repo: Repository,
  { owner, entries, journals, tally }: Removal,
  { statusTimeoutMs, disk, signal }: Pick<CleanOptions, 'statusTimeoutMs' | 'disk' | 'signal'>,
): Promise<void> {
  const { agent, path } = owner;
  const entry = entries.find((found) => found.path === path);
  try {
    const mergedTip = owner.adopted ? null : await mergedTipOf(repo, owner);
    const done = entry
      ? await removeWorktree(repo, entry, { mergedTip, statusTimeoutMs, disk, signal })
      : { trash: null };
    const removed = { kind: 'agent.removed', agent, path, trash: done.trash } as const;
    await journals.get(owner.feature)?.append(removed);
    if (done.trash !== null) tally.trash.push(done.trash);
    tally.removed.push(path);
  } catch (error) {
    const reason = keepReason(error);
    if (reason === null) throw error;
    tally.kept.push({ path, reason });
  }
}

/** Neighbouring folders left by a power failure that no journal expects. */
async function cleanUnlinked(
  repo: Repository,
  { owned, tally }: { owned: readonly OwnedWorktree[]; tally: Tally },
  { root, apply }: CleanOptions,
): Promise<void> {
  const wanted = new Set(owned.filter(({ state }) => state !== 'gone').map(({ path }) => path));
  for (const { path, entry } of await findPointingFolders(repo, [root ?? dirname(repo.path)])) {
    if (entry !== null || wanted.has(path)) continue;
    if (apply) tally.trash.push(await removeUnlinked(repo, path));
    tally.removed.push(path);
  }
}

/** Why a worktree must stay as it is, or null. */
export async function keptReason(
  path: string,
  entries: readonly WorktreeEntry[],
  { apply, inUse, statusTimeoutMs: timeoutMs, signal }: CleanOptions,
): Promise<string | null> {
  const entry = entries.find((found) => found.path === path);
  if (!entry) return 'git does not know it any more';
  if (!isOwnLock(entry.locked)) return `it is locked: ${entry.locked || 'no reason given'}`;
  const busy = inUse?.(path) ?? null;
  if (busy !== null) return busy;
  if (entry.prunable) return null;
  const gitDir = await readPointer(path);
  const begun = gitDir === null ? null : await operationIn(gitDir);
  if (begun) return `a ${begun} is under way in it`;
  // Saving it will ask for its status anyway.
  if (apply) return null;
  try {
    await readStatus(path, { timeoutMs, signal });
    return null;
  } catch (error) {
    const reason = keepReason(error);
    if (reason === null) throw error;
    return reason;
  }
}

/** The branch's tip when everything on it has landed: by ancestry, or (squashed) as exactly that commit. */
async function mergedTipOf(repo: Repository, owner: OwnedWorktree): Promise<string | null> {
  const tip = await branchTip(repo, owner.branch);
  if (tip === null || !owner.landed) return null;
  const { oid, commit } = owner.landed;
  return tip === oid || (await isAncestor(repo, tip, commit)) ? tip : null;
}
