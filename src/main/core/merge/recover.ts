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
import type { Journal } from '../run/journal.ts';
import { unlockIntegration } from './integration.ts';
import { candidateRef, foldSyncs, type JournalledSync, VERIFY_ONLY } from './journalled.ts';

export interface RecoveredSync {
  readonly sync: string;
  readonly tx: string;
  readonly outcome: 'landed' | 'rolled-back' | 'undone';
}

/** What the `land` step says, so that its outcome can be told from the repository. */
const landData = z.object({
  branch: z.string(),
  from: z.string(),
  to: z.string(),
  backup: z.string(),
  files: z.array(mergedFile),
});

/** Brings every transaction that a crash cut off to its end. Does nothing while another process runs one. */
export async function recoverSyncs(repo: Repository, journal: Journal): Promise<RecoveredSync[]> {
  const done = await tryLock(repo, 'sync', () => endUnfinished(repo, journal));
  return done?.value ?? [];
}

/** As `recoverSyncs`, for a caller that holds the `sync` lock. */
export async function endUnfinished(repo: Repository, journal: Journal): Promise<RecoveredSync[]> {
  const found = await listRefs(repo, candidateRef(''));
  const left = new Set(found.map(({ ref }) => ref));
  // A verification without landing is not journalled: whoever holds the lock knows that none is under way.
  for (const { ref, oid } of found) {
    if (ref.startsWith(candidateRef(VERIFY_ONLY))) await deleteRef(repo, ref, oid);
  }
  const recovered: RecoveredSync[] = [];
  for (const sync of foldSyncs(await journal.read())) {
    const pending = sync.undoing !== null && !sync.undone;
    if (sync.end && !pending && !left.has(candidateRef(sync.tx))) continue;
    const outcome = await withLock(repo, 'write', () =>
      sync.end === null ? endSync(repo, journal, sync) : endUndo(repo, journal, sync),
    );
    if (outcome) recovered.push({ sync: sync.sync, tx: sync.tx, outcome });
  }
  return recovered;
}

async function endSync(
  repo: Repository,
  journal: Journal,
  { sync, tx, steps }: JournalledSync,
): Promise<'landed' | 'rolled-back'> {
  const last = steps.at(-1);
  if (last?.step === 'checkout') await unlockIntegration(repo);
  const land = last?.step === 'land' ? landData.safeParse(last.data) : null;
  const landed = land?.success ? await hasLanded(repo, land.data) : false;
  const data = land?.data;
  if (!landed) await dropBackup(repo, steps);
  await journal.append({
    kind: 'sync.end',
    sync,
    tx,
    outcome: landed ? 'landed' : 'rolled-back',
    commit: landed && data ? data.to : null,
    undo: landed && data ? data.backup : null,
    message: landed ? null : 'It was interrupted before it landed. Merge again.',
    files: landed && data ? data.files : [],
  });
  await dropCandidate(repo, tx);
  return landed ? 'landed' : 'rolled-back';
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

/** A branch that landed holds the candidate; of one that did not the integration worktree still shows it. */
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
  const branch = landData.safeParse(steps.at(-1)?.data).data?.branch;
  if (branch === undefined) return null;
  const { from, to } = undoing;
  const tip = await branchTip(repo, branch);
  if (tip === from && from !== to) {
    const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
    // Checked out in the meantime: moving it would leave that checkout behind.
    if (holder || !(await resolveCommit(repo, to))) return null;
    const message = `Undo sync ${begin.sync}`;
    await updateRef(repo, { ref: `refs/heads/${branch}`, to, from, message });
  } else if (tip !== to) return null;
  await journal.append({ kind: 'sync.undone', sync, tx, from, to });
  return 'undone';
}
