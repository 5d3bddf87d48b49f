import { lstat, mkdir, rename } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import type { Journal } from '../journal/journal.ts';
import { foldWorktrees, readOwners } from '../journal/owned-worktrees.ts';
import { expandHome } from '../session/tributary-home.ts';
import { lockReason } from './own-lock.ts';
import { pointingFolder, readPointer } from './pointer.ts';
import { keptReason } from './removable.ts';

interface MoveOptions {
  /** Why a worktree cannot be moved (a session runs in it), or null. */
  readonly inUse?: (path: string) => string | null;
}

/**
 * Moves an agent's worktree to a free path on the same file system. Journalled before and after: `recoverMoves`
 * finishes an interrupted move. Returns the new path. Throws `worktree.notMovable` with the reason.
 */
export async function moveWorktree(
  repo: Repository,
  { path, to }: { readonly path: string; readonly to: string },
  options: MoveOptions = {},
): Promise<string> {
  const from = resolve(path);
  const target = resolve(repo.path, expandHome(to));
  return withLock(repo, 'write', async () => {
    const { owned, journals } = await readOwners(repo);
    const owner = owned.find((known) => known.path === from && known.state === 'created');
    const journal = journals.get(owner?.feature ?? '');
    if (!owner || !journal) throw refusal(from, 'it belongs to no agent');
    const entries = await worktreeEntries(repo);
    const reason = await keptReason(from, entries, { ...options, apply: true });
    if (reason !== null) throw refusal(from, reason);
    if (!(await lstat(from).catch(() => null))) throw refusal(from, 'its folder is missing');
    if (await lstat(target).catch(() => null)) throw refusal(from, `${target} is there already`);
    const gitDir = (await readPointer(from)) ?? '';
    if (await lstat(join(gitDir, 'modules')).catch(() => null))
      throw refusal(from, 'submodules are checked out in it');
    const inside = [repo.path, ...entries.map((entry) => entry.path)].find((folder) =>
      `${target}${sep}`.startsWith(`${folder}${sep}`),
    );
    if (inside !== undefined) throw refusal(from, `${target} lies in ${inside}`);
    await journal.append({ kind: 'agent.moving', agent: owner.agent, from, to: target });
    const problem = await tryMove(repo, { from, to: target });
    const arrived = await settleMove(repo, journal, { agent: owner.agent, from, to: target });
    if (arrived === target) return target;
    throw problem ?? refusal(from, 'git did not move it');
  });
}

async function tryMove(
  repo: Repository,
  { from, to }: { from: string; to: string },
): Promise<CoreFailure | null> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await runGit(['worktree', 'repair', '--', to], { cwd: repo.path });
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refusal(from, error.message);
  }
}

/** Relinks the folder with git wherever it is, locks it and records that. Returns its path. */
async function settleMove(
  repo: Repository,
  journal: Journal,
  move: { readonly agent: string; readonly from: string; readonly to: string },
): Promise<string> {
  const there = await pointingFolder(repo, move.to);
  const path = there ? move.to : move.from;
  // Renamed, but not recorded by git yet.
  if (there && there.entry !== move.to)
    await runGit(['worktree', 'repair', '--', move.to], { cwd: repo.path });
  const entry = (await worktreeEntries(repo)).find((found) => found.path === path);
  if (entry && entry.locked === null)
    await runGit(['worktree', 'lock', '--reason', lockReason(move.agent), '--', path], {
      cwd: repo.path,
    });
  await journal.append({ kind: 'agent.moved', agent: move.agent, path });
  return path;
}

/** Finishes moves interrupted by a crash. The caller holds the `write` lock. */
export async function recoverMoves(repo: Repository, journal: Journal): Promise<void> {
  for (const owner of foldWorktrees(journal.feature, await journal.read()).values()) {
    const { agent, path: from, moving: to, state } = owner;
    if (to !== null && state === 'created') await settleMove(repo, journal, { agent, from, to });
  }
}

function refusal(path: string, reason: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.notMovable',
    message: `${path} stays where it is: ${reason}.`,
    data: { path, reason },
  });
}
