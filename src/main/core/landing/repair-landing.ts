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
  /** It was all but done, and is done now. */
  readonly landed: boolean;
  /** Holds what lay there before files were put back; null when nothing had to be saved. */
  readonly saved: string | null;
  /** Files that are neither as before nor as git left them: somebody's, not touched. */
  readonly theirs: readonly string[];
}

interface Landing {
  readonly worktree: string;
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** When git was started, in milliseconds since the epoch: what is older is not its doing. */
  readonly since: number;
  /** git left its lock there, so it had begun. */
  readonly died: boolean;
}

const NOTHING: Repaired = { landed: false, saved: null, theirs: [] };

/**
 * Brings a checkout in order in which git was killed while it moved the branch forward: git writes the files first,
 * then the index, then the branch. Past the index only the branch is missing, and follows. Before it, the files that
 * git had begun are put back to what the index says, saved first; edits of the person stay. The caller holds the
 * `write` lock, and the branch is still at `from`.
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
    // Staged since: the person went on from there.
    if (at(change, 'old')) found.set(change, await fileState(worktree, change, since));
  }
  const of = (...states: FileState[]) =>
    [...found].filter(([, state]) => states.includes(state)).map(([change]) => change);
  const theirs = of('theirs').map(({ path }) => path);
  const partial = of('partial');
  // Without a trace of git, a file that is missing was somebody's to delete.
  if (!landing.died && of('new', 'partial').length === 0) return { ...NOTHING, theirs };
  const saved = partial.length > 0 ? await save(repo, worktree) : null;
  // A half-written file could be somebody's shortened one: without a copy it stays.
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

/** Mode, id and stage by path. */
async function readIndex(worktree: string): Promise<Map<string, string>> {
  const entries = await runListing(indexEntries, { cwd: worktree });
  return new Map(
    entries.map(({ path, mode, oid, stage }) => [path, `${mode} ${oid} ${stage}`] as const),
  );
}
