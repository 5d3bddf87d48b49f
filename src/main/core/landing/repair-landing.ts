import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { rawChanges } from '../git/diff-listings.ts';
import { indexEntries, type TreeEntry } from '../git/entry-listings.ts';
import { namesInput } from '../git/listings.ts';
import { updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { type Change, type FileState, fileState } from '../merge/file-state.ts';
import { saveWorktree } from '../worktree/save.ts';

export interface Repaired {
  /** Whether the landing was almost complete and has now been finished. */
  readonly landed: boolean;
  /** Ref with a copy of the files before they were restored; null if nothing had to be saved. */
  readonly saved: string | null;
  /** Files that match neither the old state nor what git wrote: somebody edited them, so they were not touched. */
  readonly theirs: readonly string[];
}

interface Landing {
  readonly worktree: string;
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** When git was started, in ms since the epoch; older files were not written by it. */
  readonly since: number;
  /** git left its lock file, so it had started writing. */
  readonly died: boolean;
}

const NOTHING: Repaired = { landed: false, saved: null, theirs: [] };

/**
 * Repairs a checkout in which git was killed during a fast-forward. git writes the files first, then the index, then
 * the branch. If the index is complete, only the branch is moved. Otherwise the files that git had started to write are
 * saved and restored to the index state; a person's edits are kept. The caller holds the `write` lock, and the branch
 * is still at `from`.
 */
export async function repairLanding(repo: Repository, landing: Landing): Promise<Repaired> {
  const { worktree, branch, from, to, since } = landing;
  const changes = await changesBetween(worktree, from, to);
  const index = await readIndex(worktree);
  const at = (change: Change, side: 'old' | 'new') =>
    (index.get(change.path) ?? null) === (change[side] && entryText(change[side]));
  if (changes.every((change) => at(change, 'new'))) {
    const message = 'Finish an interrupted fast-forward';
    await updateRef(repo, { ref: `refs/heads/${branch}`, to, from, message });
    return { ...NOTHING, landed: true };
  }
  const found = new Map<Change, FileState>();
  for (const change of changes) {
    if (change.old?.mode === '160000' || change.new?.mode === '160000') continue;
    // If the entry was staged since, the person has continued from there.
    if (at(change, 'old')) found.set(change, await fileState(worktree, change, since));
  }
  const of = (...states: FileState[]) =>
    [...found].filter(([, state]) => states.includes(state)).map(([change]) => change);
  const theirs = of('theirs').map(({ path }) => path);
  const partial = of('partial');
  // Without evidence that git died here, a missing file was deleted by a person.
  if (!landing.died && of('new', 'partial').length === 0) return { ...NOTHING, theirs };
  const saved = partial.length > 0 ? await save(repo, worktree) : null;
  // A partly written file could also be one that a person shortened: without a saved copy it is kept.
  const back = saved === null ? of('new', 'missing') : of('new', 'missing', 'partial');
  if (back.length > 0) await putBack(worktree, back);
  const left = saved === null ? partial.map(({ path }) => path) : [];
  return { landed: false, saved, theirs: [...theirs, ...left] };
}

async function save(repo: Repository, worktree: string): Promise<string | null> {
  const ref = `refs/tributary/snapshot/landing-${Date.now().toString(36)}`;
  const message = `Found in ${worktree} after an interrupted landing`;
  try {
    await saveWorktree(repo, worktree, { ref, message });
    return ref;
  } catch (error) {
    if (error instanceof CoreFailure) return null;
    throw error;
  }
}

async function putBack(worktree: string, changes: readonly Change[]): Promise<void> {
  for (const { path } of changes.filter((change) => change.old === null)) {
    await unlink(join(worktree, path)).catch(ignoreMissing);
    for (let up = dirname(path); up !== '.'; up = dirname(up)) {
      const empty = await rmdir(join(worktree, up)).then(
        () => true,
        () => false,
      );
      if (!empty) break;
    }
  }
  const known = changes.filter((change) => change.old !== null);
  if (known.length === 0) return;
  await runGit(['checkout-index', '--force', '--index', '--quiet', '-z', '--stdin'], {
    cwd: worktree,
    input: namesInput(known.map(({ path }) => path)),
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

async function changesBetween(worktree: string, from: string, to: string): Promise<Change[]> {
  const args = ['-r', '--no-renames', '--end-of-options', from, to, '--'];
  const changes = await runListing(rawChanges('diff-tree', ...args), { cwd: worktree });
  const known = (entry: TreeEntry) => (/^0+$/.test(entry.mode) ? null : entry);
  return changes.map(({ path, before, after }) => ({
    path,
    old: known(before),
    new: known(after),
  }));
}

function entryText(entry: TreeEntry): string {
  return `${entry.mode} ${entry.oid} 0`;
}

/** "<mode> <oid> <stage>" by path. */
async function readIndex(worktree: string): Promise<Map<string, string>> {
  const entries = await runListing(indexEntries, { cwd: worktree });
  return new Map(
    entries.map(({ path, mode, oid, stage }) => [path, `${mode} ${oid} ${stage}`] as const),
  );
}
