import * as z from 'zod';
import { mergedFile } from '../../../shared/contract/sync.ts';
import { tryLock, withLock } from '../git/lock.ts';
import {
  branchTip,
  deleteRef,
  isAncestor,
  listRefs,
  resolveCommit,
  updateRef,
} from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import {
  candidateRef,
  foldSyncs,
  type JournalledSync,
  VERIFY_ONLY,
} from '../journal/sync-facts.ts';
import { endOrphanedVerification } from './orphan-processes.ts';
import { repairLanding } from './repair-landing.ts';
import { placeOf, removeRefLocks, removeStaleLocks, type StaleLocks } from './stale-locks.ts';

export interface RecoveredSync {
  readonly sync: string;
  readonly tx: string;
  readonly outcome: 'landed' | 'rolled-back' | 'undone';
}

/** Data of the journalled `land` step, enough to determine from the repository whether it landed. */
const landData = z.object({
  branch: z.string(),
  from: z.string(),
  to: z.string(),
  backup: z.string(),
  files: z.array(mergedFile),
  flaky: z.array(z.string()).optional(),
});

/**
 * Finishes or rolls back every transaction that a crash interrupted. Does nothing while another process runs a
 * transaction.
 */
export async function recoverSyncs(repo: Repository, journal: Journal): Promise<RecoveredSync[]> {
  const done = await tryLock(repo, 'sync', () => endUnfinished(repo, journal));
  return done?.value ?? [];
}

/** Like `recoverSyncs`, for a caller that holds the `sync` lock. */
export async function endUnfinished(repo: Repository, journal: Journal): Promise<RecoveredSync[]> {
  const found = await listRefs(repo, candidateRef(''));
  const left = new Set(found.map(({ ref }) => ref));
  // Verify-only runs are not journalled, but the caller's lock proves that none is running.
  for (const { ref, oid } of found.filter(isVerifyOnly)) await deleteRef(repo, ref, oid);
  const recovered: RecoveredSync[] = [];
  const entries = await journal.read();
  await unlockLeftovers(repo, entries);
  const syncs = foldSyncs(entries);
  const cutOff = syncs.some(({ end }) => end === null) || found.some(isVerifyOnly);
  if (cutOff) await endOrphanedVerification(repo);
  for (const sync of syncs) {
    const pending = sync.undoing !== null && !sync.undone;
    if (sync.end && !pending && !left.has(candidateRef(sync.tx))) continue;
    const outcome = await withLock(repo, 'write', async () => {
      if (sync.end === null) return endSync(repo, journal, sync);
      await removeRefLocks(repo, sync.begin.at);
      return endUndo(repo, journal, sync);
    });
    if (outcome) recovered.push({ sync: sync.sync, tx: sync.tx, outcome });
  }
  return recovered;
}

function isVerifyOnly({ ref }: { readonly ref: string }): boolean {
  return ref.startsWith(candidateRef(VERIFY_ONLY));
}

/** Null if somebody's git process is working in the target checkout; the next recovery tries again. */
async function endSync(
  repo: Repository,
  journal: Journal,
  unfinished: JournalledSync,
): Promise<'landed' | 'rolled-back' | null> {
  const { sync, tx, steps } = unfinished;
  const step = steps.find((each) => each.step === 'land');
  const { data } = landData.safeParse(step?.data);
  const { held, removed } = await clearLocks(repo, unfinished);
  if (held.length > 0) return null;
  const died = removed.length > 0;
  const ending = data ? await endLanding(repo, data, { since: step?.at ?? 0, died }) : NOT_LANDED;
  if (!ending.landed) await dropBackup(repo, steps);
  await journal.append({
    kind: 'sync.end',
    sync,
    tx,
    outcome: ending.landed ? 'landed' : 'rolled-back',
    commit: ending.landed && data ? data.to : null,
    undo: ending.landed && data ? data.backup : null,
    message: ending.message,
    files: ending.landed && data ? data.files : [],
    ...(ending.landed && data?.flaky?.length ? { flaky: data.flaky } : {}),
  });
  await dropCandidate(repo, tx);
  return ending.landed ? 'landed' : 'rolled-back';
}

/**
 * Removes lock files that git processes of a transaction left behind when they died. Returns those in the target
 * checkout.
 */
export async function clearLocks(
  repo: Repository,
  { begin, steps }: JournalledSync,
): Promise<StaleLocks> {
  const since = begin.at;
  await removeRefLocks(repo, since);
  const paths = new Set(steps.map(({ data }) => data['path']));
  for (const path of paths) {
    if (typeof path === 'string')
      await removeStaleLocks(repo, { worktree: path, branch: null, since });
  }
  const land = landData.safeParse(steps.find(({ step }) => step === 'land')?.data).data;
  if (!land) return { held: [], removed: [] };
  const { branch } = land;
  return removeStaleLocks(repo, { worktree: await placeOf(repo, branch), branch, since });
}

const NOT_LANDED = {
  landed: false,
  message: 'The merge was interrupted before it landed. Merge again.',
};

async function endLanding(
  repo: Repository,
  landing: z.infer<typeof landData>,
  traces: { readonly since: number; readonly died: boolean },
): Promise<{ readonly landed: boolean; readonly message: string | null }> {
  const { branch, from, to } = landing;
  if (await hasLanded(repo, landing)) return { landed: true, message: null };
  const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
  if (!holder || holder.prunable || (await branchTip(repo, branch)) !== from) return NOT_LANDED;
  const repaired = await repairLanding(repo, {
    worktree: holder.path,
    branch,
    from,
    to,
    ...traces,
  });
  if (repaired.landed) return { landed: true, message: null };
  const saved = repaired.saved
    ? ` The files in ${holder.path} were saved as ${repaired.saved}.`
    : '';
  const theirs = repaired.theirs.length > 0 ? ` Left alone: ${repaired.theirs.join(', ')}.` : '';
  return { landed: false, message: `${NOT_LANDED.message}${saved}${theirs}` };
}

/** Removes stale locks in agents' worktrees whose leftovers were being committed. */
async function unlockLeftovers(repo: Repository, entries: readonly JournalEntry[]): Promise<void> {
  const last = entries.findLastIndex((entry) => entry.kind === 'sync.begin');
  for (const entry of entries.slice(last + 1)) {
    if (entry.kind !== 'sync.leftovers') continue;
    const { path: worktree, at: since } = entry;
    const branch = (await worktreeEntries(repo)).find(({ path }) => path === worktree)?.branch;
    await removeStaleLocks(repo, { worktree, branch: branch ?? null, since });
  }
}

async function hasLanded(
  repo: Repository,
  { branch, from, to }: z.infer<typeof landData>,
): Promise<boolean> {
  const tip = await branchTip(repo, branch);
  if (tip === to) return true;
  return tip !== null && tip !== from && (await isAncestor(repo, to, tip));
}

async function dropBackup(repo: Repository, steps: JournalledSync['steps']): Promise<void> {
  const backup = steps.find(({ step }) => step === 'backup')?.data;
  const ref = backup?.['ref'];
  const oid = backup?.['oid'];
  if (typeof ref === 'string' && typeof oid === 'string') await deleteRef(repo, ref, oid);
}

/**
 * Deletes the candidate ref. A landed branch contains the candidate; otherwise the integration worktree still has it
 * checked out.
 */
export async function dropCandidate(repo: Repository, tx: string): Promise<void> {
  const ref = candidateRef(tx);
  const found = (await listRefs(repo, ref)).find((each) => each.ref === ref);
  if (found) await deleteRef(repo, ref, found.oid);
}

async function endUndo(
  repo: Repository,
  journal: Journal,
  { sync, tx, begin, undoing, undone, steps }: JournalledSync,
): Promise<'undone' | null> {
  await dropCandidate(repo, tx);
  if (!undoing || undone) return null;
  const branch = landData.safeParse(steps.find(({ step }) => step === 'land')?.data).data?.branch;
  if (branch === undefined) return null;
  const { from, to } = undoing;
  const tip = await branchTip(repo, branch);
  if (tip === from && from !== to) {
    const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
    // The branch was checked out meanwhile: moving it would leave that checkout on the old commit.
    if (holder || !(await resolveCommit(repo, to))) return null;
    const message = `Undo sync ${begin.sync}`;
    await updateRef(repo, { ref: `refs/heads/${branch}`, to, from, message });
  } else if (tip !== to) return null;
  await journal.append({ kind: 'sync.undone', sync, tx, from, to });
  return 'undone';
}
