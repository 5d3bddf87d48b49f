import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PredictedConflict } from '../../../shared/contract/run.ts';
import { inBackground } from '../git/background.ts';
import { log } from '../log.ts';
import { decisionsRevision, knownMerge, mergeKey } from '../merge/known-merges.ts';
import type { MergeRequest } from '../merge/merge-request.ts';
import { planMerge } from '../merge/plan-merge.ts';

/** Milliseconds that an outdated prediction is kept before recomputing, so as not to compete with a click. */
const SETTLE_MS = 250;

/** Conflicting files by sync point; null while unknown. */
export type Predictions = ReadonlyMap<string, readonly PredictedConflict[] | null>;

interface Known {
  /** Identifies everything the prediction depends on. */
  readonly key: string;
  readonly conflicts: readonly PredictedConflict[];
}

interface Wanted {
  readonly key: string;
  readonly request: MergeRequest;
}

/**
 * Conflicts of the merges that are possible now, predicted by the merge function. Views never wait for a prediction.
 */
export class MergePredictions {
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  #wanted: ReadonlyMap<string, Wanted> = new Map();
  #running = false;

  /** `changed` is called when a prediction differs from the previous one. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Returns the last predictions, and updates outdated ones in the background. */
  async asKnown(requests: readonly MergeRequest[]): Promise<Predictions> {
    this.#wanted = await keyed(requests);
    // The prediction of a merge that was impossible meanwhile does not apply to the next one.
    for (const sync of this.#known.keys()) if (!this.#wanted.has(sync)) this.#known.delete(sync);
    if (!this.#running && this.#next()) {
      this.#running = true;
      inBackground('later', () => this.#predict()).catch((thrown) =>
        log.error('merges could not be predicted', thrown),
      );
    }
    return new Map(
      [...this.#wanted.keys()].map((sync) => [sync, this.#known.get(sync)?.conflicts ?? null]),
    );
  }

  /** Up-to-date predictions. */
  async now(requests: readonly MergeRequest[]): Promise<Predictions> {
    const wanted = await keyed(requests);
    for (const [sync, one] of wanted) {
      if (this.#known.get(sync)?.key === one.key) continue;
      this.#known.set(sync, { key: one.key, conflicts: await conflictsOf(one) });
    }
    return new Map(
      [...wanted.keys()].map((sync) => [sync, this.#known.get(sync)?.conflicts ?? null]),
    );
  }

  async #predict(): Promise<void> {
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const { sync } = next.request;
        // While conflicts are being resolved, the resolver computes the same merge; wait for its result.
        if (this.#known.has(sync)) await pause(SETTLE_MS);
        const wanted = this.#wanted.get(sync);
        if (!wanted) continue;
        const conflicts = await conflictsOf(wanted);
        const before = this.#known.get(sync);
        this.#known.set(sync, { key: wanted.key, conflicts });
        if (!before || !isDeepStrictEqual(before.conflicts, conflicts)) this.#changed();
      }
    } finally {
      this.#running = false;
    }
  }

  #next(): Wanted | null {
    for (const [sync, wanted] of this.#wanted)
      if (this.#known.get(sync)?.key !== wanted.key) return wanted;
    return null;
  }
}

async function keyed(requests: readonly MergeRequest[]): Promise<ReadonlyMap<string, Wanted>> {
  const [first] = requests;
  if (!first) return new Map();
  const revision = await decisionsRevision(first);
  return new Map(
    requests.map((request) => [request.sync, { key: mergeKey(request, revision), request }]),
  );
}

async function conflictsOf({ key, request }: Wanted): Promise<readonly PredictedConflict[]> {
  try {
    const { files } = knownMerge(request, key) ?? (await planMerge(request));
    return files
      .filter(({ outcome }) => outcome === 'conflict')
      .map(({ path, kind, agents }) => ({ path, kind, agents }));
  } catch (thrown) {
    // The merge itself will report what is wrong.
    log.error(`the merge of ${request.sync} could not be predicted`, thrown);
    return [];
  }
}
