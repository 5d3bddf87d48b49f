import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { CoreFailure } from '../failure.ts';
import { Limit } from '../git/limit.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import { foldJournal, type RunFacts } from '../journal/facts.ts';
import { type OwnedWorktree, readOwners } from '../journal/owned-worktrees.ts';
import { hooksNotes } from './hooks-note.ts';
import { knownPlans, leftoverReason } from './leftover-reason.ts';
import { integrationPath } from './names.ts';
import { isOwnLock } from './own-lock.ts';
import { findPointingFolders, readPointer } from './pointer.ts';
import { isInPool, readPool } from './pool.ts';
import { folderBytes } from './size.ts';

/** Milliseconds for measuring sizes in a listing; sizes not measured by then are omitted. */
const SIZES_MS = 1_500;
/** Worktrees inspected at a time, while people work. */
const LOOKS = 2;

interface ListOptions {
  readonly root?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for measuring sizes. */
  readonly sizesMs?: number | undefined;
}

/**
 * Every worktree that git knows (except the main checkout), every one that a journal expects (`missing`), and
 * neighbouring folders that claim to be worktrees and are unknown to git (`unlinked`). Owners come from the journals.
 * Read-only.
 */
export async function listWorktrees(
  repo: Repository,
  options: ListOptions = {},
): Promise<WorktreeView[]> {
  const entries = (await worktreeEntries(repo, options.signal)).filter(({ main }) => !main);
  const owners = await ownersByPath(repo);
  const root = options.root ?? dirname(repo.path);
  const folders = await findPointingFolders(repo, [root]);
  const notes = await hooksNotes(repo);
  const whole = new Set(
    (await readPool(repo, root)).filter(({ ready }) => ready).map(({ path }) => path),
  );
  const looking = new Limit(LOOKS);
  const views = await Promise.all(
    entries.map(async (entry): Promise<WorktreeView> => {
      const owned = owners.get(entry.path) ?? null;
      const view = { ...blank(entry), ...identity(repo, entry.path, { owned, root }) };
      const found = await looking.run(() => look(repo, entry, options.signal));
      const half = view.owner === 'pool' && !whole.has(entry.path);
      const leftover = half ? 'it is being made, or a crash left it half made' : view.leftover;
      if (found.state !== 'missing')
        return { ...view, ...found, leftover, notes: await notes(entry.path) };
      const moved = folders.find((folder) => folder.entry === entry.path)?.path ?? null;
      return { ...view, ...found, leftover: missingReason(moved) };
    }),
  );
  const listed = new Set(entries.map(({ path }) => path));
  for (const [path, owned] of owners) {
    if (listed.has(path)) continue;
    const view = { ...blank(owned.worktree), ...identity(repo, path, { owned, root }) };
    views.push({ ...view, state: 'missing', leftover: 'git does not know it any more' });
  }
  for (const { path } of folders.filter(({ entry }) => entry === null)) {
    const touched = (await lstat(path).catch(() => null))?.mtimeMs ?? null;
    const leftover = 'git does not know it: it was not finished, or its entry is gone';
    const view = blank({ path, branch: null });
    if (!owners.has(path)) views.push({ ...view, state: 'unlinked', touched, leftover });
  }
  const deadline = Date.now() + (options.sizesMs ?? SIZES_MS);
  for (const [index, view] of views.entries()) {
    if (view.state === 'missing') continue;
    views[index] = {
      ...view,
      bytes: await folderBytes(view.path, { deadline, memory: repo.memory }),
    };
  }
  return views;
}

interface Owned {
  readonly worktree: OwnedWorktree;
  readonly leftover: string | null;
}

/** The agents' worktrees according to the journals. */
async function ownersByPath(repo: Repository): Promise<ReadonlyMap<string, Owned>> {
  const { owned, journals } = await readOwners(repo);
  const plans = await knownPlans(repo.path);
  const runs = new Map<string, RunFacts>();
  for (const [feature, journal] of journals) runs.set(feature, foldJournal(await journal.read()));
  const found = new Map<string, Owned>();
  for (const worktree of owned) {
    const facts = runs.get(worktree.feature);
    if (worktree.state === 'gone' || !facts) continue;
    found.set(worktree.path, { worktree, leftover: leftoverReason(worktree, facts, plans) });
  }
  return found;
}

function identity(
  repo: Repository,
  path: string,
  { owned, root }: { owned: Owned | null; root: string },
): Pick<WorktreeView, 'owner' | 'feature' | 'agent' | 'leftover'> {
  if (owned) {
    const { feature, agent } = owned.worktree;
    return { owner: 'agent', feature, agent, leftover: owned.leftover };
  }
  const nobody = { feature: null, agent: null, leftover: null };
  if (isInPool(repo, path, root)) return { owner: 'pool', ...nobody };
  return { owner: path === integrationPath(repo, root) ? 'integration' : 'user', ...nobody };
}

function blank({ path, branch }: Pick<WorktreeView, 'path' | 'branch'>): WorktreeView {
  const nobody = { owner: 'user', feature: null, agent: null, leftover: null } as const;
  const unknown = { state: 'unknown', bytes: null, unmerged: null, dirty: null, touched: null };
  return { path, branch, ...nobody, ...unknown };
}

function missingReason(moved: string | null): string {
  if (moved === null) return 'its folder is missing';
  return `its folder is missing; ${moved} looks like it, and repairing joins it again`;
}

async function look(
  repo: Repository,
  entry: WorktreeEntry,
  signal: AbortSignal | undefined,
): Promise<Pick<WorktreeView, 'state' | 'unmerged' | 'dirty' | 'touched'>> {
  const unmerged = await countUnmerged(repo, entry);
  if (entry.prunable || !(await lstat(entry.path).catch(() => null)))
    return { state: 'missing', unmerged, dirty: null, touched: null };
  const touched = await lastTouched(entry.path);
  try {
    const { operation, dirty } = await readStatus(entry.path, { signal });
    const state = operation ? 'busy' : isOwnLock(entry.locked) ? 'ok' : 'locked';
    return { state, unmerged, dirty, touched };
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    return { state: 'unknown', unmerged, dirty: null, touched };
  }
}

/** When git last wrote a worktree's files: its index, HEAD or reflog. */
async function lastTouched(path: string): Promise<number | null> {
  const gitDir = await readPointer(path);
  if (gitDir === null) return null;
  const files = ['index', 'HEAD', 'logs/HEAD'].map((name) => join(gitDir, name));
  const infos = await Promise.all(files.map((file) => lstat(file).catch(() => null)));
  const times = infos.flatMap((info) => (info ? [Math.round(info.mtimeMs)] : []));
  return times.length > 0 ? Math.max(...times) : null;
}

/** Number of commits on no other branch, local or remote. */
async function countUnmerged(
  repo: Repository,
  { head, branch }: WorktreeEntry,
): Promise<number | null> {
  if (head === null) return 0;
  // `--branches` takes patterns relative to refs/heads.
  const others = branch === null ? [] : [`--exclude=${branch}`];
  const args = ['rev-list', '--count', head, '--not', ...others, '--branches', '--remotes'];
  const { code, stdout } = await runGit(args, { cwd: repo.path, reads: true, expect: [0, 128] });
  return code === 0 ? Number(stdout.trim()) : null;
}
