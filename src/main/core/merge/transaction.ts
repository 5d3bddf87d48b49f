import { randomUUID } from 'node:crypto';
import type { Progress } from '../../../shared/contract/common.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import { CoreFailure } from '../failure.ts';
import { identityEnvironment } from '../git/identity.ts';
import { tryLock, withLock } from '../git/lock.ts';
import { branchTip, deleteRef, updateRef } from '../git/refs.ts';
import type { Journal } from '../run/journal.ts';
import { type CandidateRequest, prepareCandidate } from './candidate.ts';
import { checkOutCandidate } from './integration.ts';
import { candidatesOf, foldSyncs, SYNC_STEPS, type SyncStep, VERIFY_ONLY } from './journalled.ts';
import { landBranch } from './land.ts';
import type { MergePlan } from './plan-merge.ts';
import { dropCandidate, endUnfinished } from './recover.ts';
import { backupRef } from './undo.ts';

export interface VerifyContext {
  /** The integration worktree with the candidate checked out. */
  readonly cwd: string;
  readonly commit: string;
  readonly onLog: (source: string, text: string) => void;
  readonly signal: AbortSignal;
}

export type Verify = (
  context: VerifyContext,
) => Promise<{ readonly ok: boolean; readonly culprit: string | null }>;

export interface SyncRequest extends CandidateRequest {
  readonly journal: Journal;
  readonly leftOut: readonly string[];
  readonly overrides: readonly { readonly item: string; readonly reason: string }[];
  readonly verify?: Verify;
  /** Folder of the worktrees; default: beside the main checkout. */
  readonly root?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told when a step is journalled and when it is done. */
  readonly onStep?: (step: SyncStep | 'begin' | 'end', when: 'written' | 'done') => Promise<void>;
}

export interface SyncOutcome {
  /** `blocked`: git refused to land it; `cancelled`: aborted before it landed. */
  readonly outcome: 'landed' | 'conflict' | 'blocked' | 'verify-failed' | 'cancelled';
  /** Of a landed sync. */
  readonly commit: string | null;
  /** The ref that undo returns to. */
  readonly undo: string | null;
  readonly culprit: string | null;
  readonly files: readonly MergedFile[];
  /** Why it did not land and what to do. */
  readonly message: string | null;
}

/**
 * Merges, verifies and lands one sync point, journalled before every step. Until it lands the feature branch and
 * every checkout of the user stay as they were. Throws `sync.busy` when another one is under way, and what git or
 * the verification failed with, rolled back.
 */
export function runSync(request: SyncRequest): Promise<SyncOutcome> {
  return withSyncLock(request, (start) => new Transaction(request, start).run());
}

/**
 * Verifies what the merge would give, in the integration worktree; nothing lands and nothing is journalled. Null: there
 * is nothing to verify, since a file is in conflict or nothing is merged. Throws `sync.busy`.
 */
export function verifyCandidate(
  request: CandidateRequest &
    Required<Pick<SyncRequest, 'journal' | 'verify'>> &
    Pick<SyncRequest, 'root' | 'onProgress'>,
): Promise<Awaited<ReturnType<Verify>> | null> {
  const { repo, journal, root, signal, verify, onProgress } = request;
  return withSyncLock(request, async ({ before, identity }) => {
    const tx = `${VERIFY_ONLY}${randomUUID()}`;
    try {
      const { tip } = await prepareCandidate(request, { base: before, tx, identity });
      if (tip === null || tip === before) return null;
      const ours = candidatesOf(foldSyncs(await journal.read()));
      const cwd = await withLock(repo, 'write', () =>
        checkOutCandidate(repo, tip, { root, ours, signal }),
      );
      return await verify({ cwd, commit: tip, ...verifyPorts(onProgress, signal) });
    } finally {
      await withLock(repo, 'write', () => dropCandidate(repo, tx));
    }
  });
}

interface Start {
  readonly before: string;
  readonly identity: Readonly<Record<string, string>>;
}

/** One transaction at a time, after the end of whatever a crash cut off. */
async function withSyncLock<T>(
  request: Pick<SyncRequest, 'repo' | 'journal' | 'featureBranch'>,
  task: (start: Start) => Promise<T>,
): Promise<T> {
  const { repo, journal, featureBranch } = request;
  const done = await tryLock(repo, 'sync', async () => {
    await endUnfinished(repo, journal);
    const before = await branchTip(repo, featureBranch);
    if (before === null) throw noFeatureBranch(featureBranch);
    return task({ before, identity: await identityEnvironment(repo.path) });
  });
  if (done) return done.value;
  throw new CoreFailure({
    code: 'sync.busy',
    message: 'Another merge is under way in this repository.',
    remedy: 'Wait until it is done.',
    exit: 1,
  });
}

function verifyPorts(
  onProgress: SyncRequest['onProgress'],
  signal: AbortSignal | undefined,
): Pick<VerifyContext, 'onLog' | 'signal'> {
  return {
    onLog: (source, text) => onProgress?.({ kind: 'log', source, text }),
    signal: signal ?? new AbortController().signal,
  };
}

class Transaction {
  readonly #request: SyncRequest;
  readonly #before: string;
  readonly #identity: Readonly<Record<string, string>>;
  readonly #tx = randomUUID();

  constructor(request: SyncRequest, start: Start) {
    this.#request = request;
    this.#before = start.before;
    this.#identity = start.identity;
  }

  async run(): Promise<SyncOutcome> {
    const { sync, journal, heads, leftOut, overrides, strategy, signal } = this.#request;
    await journal.append({
      kind: 'sync.begin',
      sync,
      tx: this.#tx,
      before: this.#before,
      heads: heads.map(({ agent, branch, oid }) => ({ agent, branch, oid })),
      leftOut: [...leftOut],
      overrides: overrides.map(({ item, reason }) => ({ item, reason })),
      strategy,
    });
    await this.#request.onStep?.('begin', 'done');
    try {
      return await this.#end(await this.#steps());
    } catch (error) {
      await this.#rollBack(error);
      if (!signal?.aborted) throw error;
      return this.#outcome('cancelled', { message: 'Cancelled before it landed.' });
    }
  }

  async #steps(): Promise<SyncOutcome> {
    const { repo, signal, verify, root } = this.#request;
    const plan = await this.#step('candidate', {}, () =>
      prepareCandidate(this.#request, {
        base: this.#before,
        tx: this.#tx,
        identity: this.#identity,
      }),
    );
    const { tip, files } = plan;
    if (tip === null) return this.#conflict(plan);
    const ours = candidatesOf(foldSyncs(await this.#request.journal.read()));
    const cwd = await this.#step('checkout', { commit: tip }, () =>
      withLock(repo, 'write', () => checkOutCandidate(repo, tip, { root, ours, signal })),
    );
    const verdict = await this.#step('verify', { commit: tip }, async () =>
      verify?.({
        cwd,
        commit: tip,
        ...verifyPorts(this.#request.onProgress, signal),
      }),
    );
    signal?.throwIfAborted();
    if (verdict && !verdict.ok) {
      const { culprit } = verdict;
      const message = `Verification failed: ${culprit ?? 'see the log'}. The feature branch is where it was.`;
      return this.#outcome('verify-failed', { culprit, files, message });
    }
    return this.#land(tip, files);
  }

  async #land(tip: string, files: readonly MergedFile[]): Promise<SyncOutcome> {
    const { repo, feature, sync, featureBranch: branch } = this.#request;
    const from = this.#before;
    const message = `Sync ${sync} of ${feature}`;
    return withLock(repo, 'write', async () => {
      const ref = await backupRef(repo, feature, sync);
      await this.#step('backup', { ref, oid: from }, () =>
        updateRef(repo, { ref, to: from, from: null, message: `Before: ${message}` }),
      );
      const data = { branch, from, to: tip, backup: ref, files };
      const refusal = await this.#step('land', data, () =>
        landBranch(repo, { branch, from, to: tip, message }),
      );
      if (refusal === null) return this.#outcome('landed', { commit: tip, undo: ref, files });
      await deleteRef(repo, ref, from);
      return this.#outcome('blocked', { files, message: refusal.reason });
    });
  }

  async #step<T>(
    step: SyncStep,
    data: Record<string, unknown>,
    task: () => Promise<T>,
  ): Promise<T> {
    const { sync, journal, onStep, onProgress, signal } = this.#request;
    signal?.throwIfAborted();
    const [done, total] = [SYNC_STEPS.indexOf(step), SYNC_STEPS.length];
    onProgress?.({ kind: 'step', step, target: sync, done, total });
    await journal.append({ kind: 'sync.step', sync, tx: this.#tx, step, data });
    await onStep?.(step, 'written');
    const result = await task();
    await onStep?.(step, 'done');
    return result;
  }

  #conflict({ files }: MergePlan): SyncOutcome {
    const named = files
      .filter(({ outcome }) => outcome === 'conflict')
      .map(({ path, agents }) => `${path} (${agents.join(', ')})`);
    const message =
      `In conflict: ${named.join('; ')}. ` +
      "Merge the other branch in one agent's worktree, settle it there, commit, and merge again.";
    return this.#outcome('conflict', { files, message });
  }

  #outcome(outcome: SyncOutcome['outcome'], facts: Partial<SyncOutcome>): SyncOutcome {
    const none = { commit: null, undo: null, culprit: null, files: [], message: null };
    return { ...none, ...facts, outcome };
  }

  async #end(outcome: SyncOutcome): Promise<SyncOutcome> {
    const { sync, journal, repo, onStep } = this.#request;
    const { commit, undo, message } = outcome;
    const files = outcome.files
      .filter((file) => outcome.outcome !== 'conflict' || file.outcome === 'conflict')
      .map(({ path, kind, agents }) => ({ path, kind, agents }));
    const tx = this.#tx;
    await journal.append({
      kind: 'sync.end',
      sync,
      tx,
      outcome: outcome.outcome,
      commit,
      undo,
      message,
      files,
    });
    await onStep?.('end', 'written');
    await withLock(repo, 'write', () => dropCandidate(repo, tx));
    return outcome;
  }

  /** The repository tells whether it landed in spite of the failure, so recovery decides. */
  async #rollBack(error: unknown): Promise<void> {
    const { repo, journal, sync, signal } = this.#request;
    const [current] = foldSyncs(await journal.read()).filter(({ tx }) => tx === this.#tx);
    if (!current || current.end) return;
    if (current.steps.at(-1)?.step === 'land') {
      await endUnfinished(repo, journal);
      return;
    }
    const cancelled = signal?.aborted === true;
    const message = error instanceof Error ? error.message : 'unknown failure';
    await journal.append({
      kind: 'sync.end',
      sync,
      tx: this.#tx,
      outcome: cancelled ? 'cancelled' : 'rolled-back',
      commit: null,
      undo: null,
      message: cancelled ? 'Cancelled before it landed.' : message,
      files: [],
    });
    await withLock(repo, 'write', () => dropCandidate(repo, this.#tx));
  }
}

function noFeatureBranch(branch: string): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFeatureBranch',
    message: `The branch ${branch} does not exist.`,
    remedy: 'Start the first phase, which cuts it.',
    exit: 1,
    data: { branch },
  });
}
