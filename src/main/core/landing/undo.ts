import { finishedBase } from '../../../shared/names.ts';
import { tryLock, withLock } from '../git/lock.ts';
import { branchTip, listRefs, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import type { Journal } from '../journal/journal.ts';
import { foldWorktrees } from '../journal/owned-worktrees.ts';
import { foldSyncs } from '../journal/sync-facts.ts';

export interface UndoRequest {
  readonly repo: Repository;
  readonly journal: Journal;
  readonly sync: string;
  readonly featureBranch: string;
}

export interface UndoOutcome {
  readonly outcome: 'undone' | 'refused';
  /** Current tip of the feature branch. */
  readonly commit: string | null;
  readonly reason: string | null;
}

interface Landed {
  readonly tx: string;
  /** Tip of the feature branch before the landing, and the commit that landed. */
  readonly before: string;
  readonly commit: string;
}

/** Why *Undo merge* would be refused now, and what to do; null if it would be accepted. */
export async function whyNotUndo(request: UndoRequest): Promise<string | null> {
  const landed = await lastLanded(request);
  return landed ? refusal(request, landed) : notLanded(request);
}

/** Moves the feature branch back to the exact commit before the sync point landed, or refuses with a reason. */
export async function undoSync(request: UndoRequest): Promise<UndoOutcome> {
  const { repo, featureBranch } = request;
  const refused = async (reason: string): Promise<UndoOutcome> => ({
    outcome: 'refused',
    commit: await branchTip(repo, featureBranch),
    reason,
  });
  const done = await tryLock(repo, 'sync', async () => {
    const landed = await lastLanded(request);
    if (!landed) return refused(notLanded(request));
    return withLock(repo, 'write', async () => {
      const reason = await refusal(request, landed);
      return reason === null ? moveBack(request, landed) : refused(reason);
    });
  });
  return done?.value ?? refused('A merge is under way in this repository. Wait until it is done.');
}

function notLanded({ sync, featureBranch }: UndoRequest): string {
  return finishedBase(sync) === null
    ? `${sync} has not landed.`
    : `The feature is not merged into ${featureBranch}.`;
}

async function moveBack(request: UndoRequest, landed: Landed): Promise<UndoOutcome> {
  const { repo, journal, sync, featureBranch } = request;
  const { tx, commit: from, before: to } = landed;
  await journal.append({ kind: 'sync.undoing', sync, tx, from, to });
  const message = `Undo sync ${sync}`;
  if (from !== to) await updateRef(repo, { ref: `refs/heads/${featureBranch}`, to, from, message });
  await journal.append({ kind: 'sync.undone', sync, tx, from, to });
  return { outcome: 'undone', commit: to, reason: null };
}

async function lastLanded({ journal, sync }: UndoRequest): Promise<Landed | null> {
  const syncs = foldSyncs(await journal.read());
  // A left-out agent may have landed later on top; that landing is undone first.
  const last = syncs.findLast(
    (found) => found.sync === sync && found.end?.outcome === 'landed' && !found.undone,
  );
  const commit = last?.end?.commit ?? null;
  if (!last || commit === null) return null;
  return { tx: last.tx, before: last.begin.before, commit };
}

async function refusal(request: UndoRequest, landed: Landed): Promise<string | null> {
  const { repo, journal, featureBranch } = request;
  const { commit, before } = landed;
  if ((await branchTip(repo, featureBranch)) !== commit)
    return `${featureBranch} has moved on since. Revert the merge with git instead.`;
  const held = await whereCheckedOut(repo, featureBranch);
  if (held) return held;
  if (commit === before) return null;
  const agents = [...foldWorktrees(journal.feature, await journal.read()).values()]
    .filter(({ base, state }) => base === commit && state !== 'gone')
    .map(({ agent }) => agent);
  if (agents.length > 0)
    return `${agents.join(', ')} started from this merge. Remove ${agents.length === 1 ? 'that worktree' : 'those worktrees'} under Worktrees first, then undo.`;
  const remotes = await runGit(
    ['for-each-ref', '--contains', commit, '--format=%(refname:short)', 'refs/remotes'],
    { cwd: repo.path, reads: true },
  );
  const [pushed] = remotes.stdout.split('\n');
  return pushed ? `The merge was pushed (${pushed}). Revert it with git instead.` : null;
}

/** Why a merge cannot be undone while its branch is checked out, and what to do; null if it is checked out nowhere. */
export async function whereCheckedOut(repo: Repository, branch: string): Promise<string | null> {
  const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
  if (!holder) return null;
  return `${branch} is checked out in ${holder.path}, and undo does not change checkouts. Switch that folder to another branch (git switch), then undo.`;
}

/** An unused ref name for the commit that undo restores. */
export async function backupRef(repo: Repository, feature: string, sync: string): Promise<string> {
  const prefix = `refs/tributary/backup/${feature}/${sync}`;
  const numbers = (await listRefs(repo, prefix)).map(({ ref }) =>
    Number(ref.slice(prefix.length + 1)),
  );
  return `${prefix}/${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
}
