import { randomUUID } from 'node:crypto';
import { withLock } from '../git/lock.ts';
import { deleteRef, updateRef } from '../git/refs.ts';
import { candidatesOf, foldSyncs, SYNC_STEPS, type SyncStep } from '../journal/sync-facts.ts';
import { landMessage } from '../merge/messages.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';
import { integrationPath } from '../worktree/names.ts';
import { prepareCandidate } from './candidate.ts';
import { conflictMessage } from './conflict-message.ts';
import { findCulprits } from './culprit.ts';
import { checkOutCandidate } from './integration.ts';
import { landBranch } from './land.ts';
import { clearLocks, dropCandidate, endUnfinished } from './recover.ts';
import { type Start, withSyncLock } from './sync-lock.ts';
import type { Pushed, SyncOutcome, SyncRequest } from './sync-request.ts';
import { backupRef } from './undo.ts';
import type { Verdict } from './verdict.ts';

/**
 * Merges, verifies and lands one sync point; every step is journalled before it runs. Until it lands, the feature
 * branch and the user's checkouts do not change. Throws `sync.busy` if another transaction is running, and rethrows
 * errors of git or of the verification after rolling back.
 */
export function runSync(request: SyncRequest): Promise<SyncOutcome> {
  return withSyncLock(request, (start) => new Transaction(request, start).run());
}

/** A candidate checked out in the integration worktree. */
interface CheckedOutCandidate {
  readonly merge: ComputedMerge;
  readonly tip: string;
  readonly cwd: string;
  readonly ours: ReadonlySet<string>;
}

class Transaction {
  readonly #request: SyncRequest;
  readonly #start: Start;
  readonly #tx = randomUUID();
  #pushed: readonly Pushed[] = [];

  constructor(request: SyncRequest, start: Start) {
    this.#request = request;
    this.#start = start;
  }

  async run(): Promise<SyncOutcome> {
    const { sync, journal, heads, leftOut, overrides, strategy, fix, signal } = this.#request;
    await journal.append({
      kind: 'sync.begin',
      sync,
      tx: this.#tx,
      before: this.#start.before,
      heads: heads.map(({ agent, branch, oid }) => ({ agent, branch, oid })),
      leftOut: [...leftOut],
      overrides: overrides.map(({ item, reason }) => ({ item, reason })),
      strategy,
      ...(fix ? { fix: { base: fix.base, commit: fix.commit } } : {}),
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
    const { heads, push, root, repo } = this.#request;
    if (push) {
      const branches = heads.map(({ branch, oid }) => ({ branch, oid }));
      this.#pushed = await this.#step('push-agents', { branches }, () => push(branches));
    }
    const plan = await this.#step('candidate', {}, () =>
      prepareCandidate(this.#request, {
        base: this.#start.before,
        tx: this.#tx,
        identity: this.#start.identity,
      }),
    );
    const { tip, files } = plan;
    if (tip === null) return this.#conflict(plan);
    const ours = candidatesOf(foldSyncs(await this.#request.journal.read()));
    const data = { commit: tip, path: integrationPath(repo, root) };
    const cwd = await this.#step('checkout', data, () => this.#checkOut(tip, ours));
    const verdict = await this.#verify({ merge: plan, tip, cwd, ours });
    if (verdict && !verdict.ok) return this.#verifyFailed({ merge: plan, tip, cwd, ours }, verdict);
    return this.#land(tip, { files, flaky: verdict?.flaky ?? [] });
  }

  #checkOut(tip: string, ours: ReadonlySet<string>): Promise<string> {
    const { repo, root, fix, signal } = this.#request;
    const theirs = fix !== undefined;
    return withLock(repo, 'write', () =>
      checkOutCandidate(repo, tip, { root, ours, theirs, signal }),
    );
  }

  async #verify({ tip, cwd }: CheckedOutCandidate): Promise<Verdict | null> {
    const { verify, onProgress, signal } = this.#request;
    const verdict = await this.#step('verify', { commit: tip }, async () =>
      verify?.({
        cwd,
        commit: tip,
        onLog: (source, text) => onProgress?.({ kind: 'log', source, text }),
        signal: signal ?? new AbortController().signal,
      }),
    );
    signal?.throwIfAborted();
    return verdict ?? null;
  }

  async #verifyFailed(
    { merge: plan, tip, ours }: CheckedOutCandidate,
    verdict: Verdict,
  ): Promise<SyncOutcome> {
    const { verify, fix, repo, root, featureBranch, built } = this.#request;
    const { culprit, flaky = [] } = verdict;
    const path = integrationPath(repo, root);
    const agents = plan.commits.flatMap((commit) => commit.agents);
    // The subsets do not contain the fix, so testing them proves nothing.
    const found =
      verify && !fix
        ? await findCulprits(
            { ...this.#request, verify },
            {
              start: this.#start,
              tip,
              verdict,
              agents,
              ours,
              onProbe: (data) => this.#journal('search', { ...data, path }),
            },
          )
        : { culprits: [], words: '' };
    const message = [
      `Verification failed: ${culprit ?? 'see the log'}.`,
      found.words,
      `${built ? featureBranch : 'The feature branch'} did not move.`,
    ];
    const { culprits } = found;
    return this.#outcome('verify-failed', {
      culprit,
      culprits,
      flaky,
      files: plan.files,
      message: message.filter((sentence) => sentence !== '').join(' '),
    });
  }

  async #land(tip: string, facts: Pick<SyncOutcome, 'files' | 'flaky'>): Promise<SyncOutcome> {
    const { repo, feature, sync, featureBranch: branch, push } = this.#request;
    const from = this.#start.before;
    const message = landMessage(this.#request);
    const outcome = await withLock(repo, 'write', async () => {
      const ref = await backupRef(repo, feature, sync);
      await this.#step('backup', { ref, oid: from }, () =>
        updateRef(repo, { ref, to: from, from: null, message: `Before: ${message}` }),
      );
      const data = { branch, from, to: tip, backup: ref, ...facts };
      const refusal = await this.#step('land', data, () =>
        landBranch(repo, { branch, from, to: tip, message }),
      );
      if (refusal === null) return this.#outcome('landed', { commit: tip, undo: ref, ...facts });
      await deleteRef(repo, ref, from);
      return this.#outcome('blocked', { ...facts, message: refusal.reason });
    });
    if (outcome.outcome !== 'landed' || !push) return outcome;
    // It has landed: cancelling is no longer possible, and a failed push undoes nothing.
    this.#reportStep('push-feature');
    await this.#journal('push-feature', { branch, oid: tip });
    this.#pushed = [...this.#pushed, ...(await push([{ branch, oid: tip }]))];
    await this.#request.onStep?.('push-feature', 'done');
    return { ...outcome, pushed: this.#pushed };
  }

  async #step<T>(
    step: SyncStep,
    data: Record<string, unknown>,
    task: () => Promise<T>,
  ): Promise<T> {
    const { onStep, signal } = this.#request;
    signal?.throwIfAborted();
    this.#reportStep(step);
    await this.#journal(step, data);
    const result = await task();
    await onStep?.(step, 'done');
    return result;
  }

  /** Reports progress as a count of the steps that this merge takes: verifying and pushing count only if requested. */
  #reportStep(step: SyncStep): void {
    const { sync, onProgress, verify, push } = this.#request;
    const taken = SYNC_STEPS.filter((name) => {
      if (name === 'verify') return verify !== undefined;
      if (name === 'push-agents' || name === 'push-feature') return push !== undefined;
      return name !== 'search';
    });
    const done = taken.indexOf(step);
    if (done < 0) return;
    onProgress?.({ kind: 'step', step, target: sync, done, total: taken.length });
  }

  async #journal(step: SyncStep, data: Record<string, unknown>): Promise<void> {
    const { sync, journal, onStep } = this.#request;
    await journal.append({ kind: 'sync.step', sync, tx: this.#tx, step, data });
    await onStep?.(step, 'written');
  }

  #conflict({ files }: ComputedMerge): SyncOutcome {
    return this.#outcome('conflict', { files, message: conflictMessage(this.#request, files) });
  }

  #outcome(outcome: SyncOutcome['outcome'], facts: Partial<SyncOutcome>): SyncOutcome {
    const none = { commit: null, undo: null, culprit: null, files: [], message: null };
    const pushed = this.#pushed;
    return { ...none, culprits: [], flaky: [], pushed, ...facts, outcome };
  }

  async #end(outcome: SyncOutcome): Promise<SyncOutcome> {
    const { sync, journal, repo, onStep } = this.#request;
    const { commit, undo, message, culprits, flaky, pushed } = outcome;
    const files = outcome.files
      .filter((file) => outcome.outcome !== 'conflict' || file.outcome === 'conflict')
      .map(({ path, kind, agents, outcome: how }) => ({ path, kind, agents, outcome: how }));
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
      ...(culprits.length > 0 ? { culprits: [...culprits] } : {}),
      ...(flaky.length > 0 ? { flaky: [...flaky] } : {}),
      ...(pushed.length > 0 ? { pushed: [...pushed] } : {}),
    });
    await onStep?.('end', 'written');
    await withLock(repo, 'write', () => dropCandidate(repo, tx));
    return outcome;
  }

  /**
   * After the `land` step was journalled, only the repository shows whether it landed despite the error, so recovery
   * decides.
   */
  async #rollBack(error: unknown): Promise<void> {
    const { repo, journal, sync, signal } = this.#request;
    const [current] = foldSyncs(await journal.read()).filter(({ tx }) => tx === this.#tx);
    if (!current || current.end) return;
    if (current.steps.some(({ step }) => step === 'land')) {
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
    await withLock(repo, 'write', async () => {
      await clearLocks(repo, current);
      await dropCandidate(repo, this.#tx);
    });
  }
}
