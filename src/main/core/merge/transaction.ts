import { randomUUID } from 'node:crypto';
import type { Progress } from '../../../shared/contract/common.ts';
import type { MergedFile } from '../../../shared/contract/sync.ts';
import { CoreFailure } from '../failure.ts';
import { identityEnvironment } from '../git/identity.ts';
import { tryLock, withLock } from '../git/lock.ts';
import { branchTip, deleteRef, isAncestor, treeOf, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { deliver, openShadow } from '../git/shadow.ts';
import type { Journal } from '../run/journal.ts';
import type { CurrentSection } from './current-md.ts';
import { checkOutCandidate } from './integration.ts';
import { candidateRef, candidatesOf, foldSyncs, SYNC_STEPS, type SyncStep } from './journalled.ts';
import { landBranch } from './land.ts';
import { type MergeHead, type MergePlan, planMerge } from './plan-merge.ts';
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

export interface SyncRequest {
  readonly repo: Repository;
  readonly journal: Journal;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** What is merged, in order. Heads that move meanwhile are not included. */
  readonly heads: readonly MergeHead[];
  readonly leftOut: readonly string[];
  readonly overrides: readonly { readonly item: string; readonly reason: string }[];
  readonly strategy: 'merge' | 'squash';
  /** Managed sections of `plans/CURRENT.md`. */
  readonly sections?: readonly CurrentSection[];
  readonly verify?: Verify;
  /** Folder of the worktrees; default: beside the main checkout. */
  readonly root?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told when a step is journalled and when it is done. */
  readonly onStep?: (step: SyncStep | 'begin' | 'end', when: 'written' | 'done') => Promise<void>;
  readonly signal?: AbortSignal | undefined;
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
export async function runSync(request: SyncRequest): Promise<SyncOutcome> {
  const { repo, journal, featureBranch } = request;
  const done = await tryLock(repo, 'sync', async () => {
    await endUnfinished(repo, journal);
    const before = await branchTip(repo, featureBranch);
    if (before === null) throw noFeatureBranch(featureBranch);
    const identity = await identityEnvironment(repo.path);
    return new Transaction(request, { before, identity }).run();
  });
  if (done) return done.value;
  throw new CoreFailure({
    code: 'sync.busy',
    message: 'Another merge is under way in this repository.',
    remedy: 'Wait until it is done.',
    exit: 1,
  });
}

class Transaction {
  readonly #request: SyncRequest;
  readonly #before: string;
  readonly #identity: Readonly<Record<string, string>>;
  readonly #tx = randomUUID();

  constructor(
    request: SyncRequest,
    start: { before: string; identity: Readonly<Record<string, string>> },
  ) {
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
    const plan = await this.#step('candidate', {}, () => this.#prepare());
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
        onLog: (source, text) => this.#request.onProgress?.({ kind: 'log', source, text }),
        signal: signal ?? new AbortController().signal,
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

  /** Merges in the shadow repository and brings the result to the user's objects, under a ref of ours. */
  async #prepare(): Promise<MergePlan> {
    const request = this.#request;
    const { repo, strategy, feature, sync, featureBranch, heads, sections, signal } = request;
    const base = this.#before;
    const names = { feature, sync, featureBranch, strategy };
    const plan = await planMerge({
      ...names,
      ...(sections ? { sections } : {}),
      repo,
      base,
      heads,
      signal,
      identity: this.#identity,
    });
    const { tip } = plan;
    if (tip === null || tip === base) return plan;
    const known = [base, ...heads.map(({ oid }) => oid)];
    await withLock(repo, 'write', async () => {
      await deliver(repo, await openShadow(repo), { commits: [tip], known });
      const message = `Candidate of sync ${sync}`;
      await updateRef(repo, { ref: candidateRef(this.#tx), to: tip, from: null, message });
    });
    await this.#checkComplete(tip, plan);
    return plan;
  }

  /** What is about to land holds every head: as ancestors, or (squashed) as the very tree of their merge. */
  async #checkComplete(tip: string, plan: MergePlan): Promise<void> {
    const { repo, heads, strategy } = this.#request;
    if (strategy === 'squash') {
      if ((await treeOf(repo, tip)) !== plan.tree)
        throw new Error('The squashed tree is not the merged one');
      return;
    }
    for (const { branch, oid } of heads) {
      if (!(await isAncestor(repo, oid, tip))) throw new Error(`${branch} is not in the candidate`);
    }
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
