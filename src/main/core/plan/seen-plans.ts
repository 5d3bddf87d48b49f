import { isDeepStrictEqual } from 'node:util';
import type { PlanGesture } from '../../../shared/contract/plan.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';

/** Plans remembered: a window is rarely more than a few revisions behind. */
const KEPT = 20;

interface Entry {
  readonly revision: number;
  readonly plan: Plan;
  /** The typing that wrote it. */
  readonly typing?: string | undefined;
}

/** The last plans of a file, to notice that a field was changed by others before typed text about it arrived. */
export class SeenPlans {
  #entries: readonly Entry[] = [];

  add(revision: number, plan: Plan): void {
    this.#entries = [...this.#entries, { revision, plan }].slice(-KEPT);
  }

  /** Records that the last plan was written by this typing, which therefore knows its values. */
  typed(typing: string | undefined): void {
    const last = this.#entries.at(-1);
    if (last) this.#entries = this.#entries.with(-1, { ...last, typing });
  }

  /**
   * Fails with `plan.changedMeanwhile` when typed text would replace a value that its window had not seen at revision
   * `seen`. Without the failure nobody would know that the other value ever existed.
   */
  requireSeen({ changes, typing }: PlanGesture, now: Plan, seen: number): void {
    if (typing === undefined) return;
    const known = this.#entries.findLast(
      (entry) => entry.revision <= seen || entry.typing === typing,
    );
    if (!known) return;
    for (const change of changes) {
      if (change.kind !== 'updateAgent' && change.kind !== 'updateSync') continue;
      const side = change.kind === 'updateAgent' ? 'agents' : 'syncs';
      const before = fieldsOf(known.plan[side], change.key);
      const current = fieldsOf(now[side], change.key);
      if (!before || !current) continue;
      for (const [field, text] of Object.entries(change.set)) {
        if (isDeepStrictEqual(before[field], current[field])) continue;
        if (isDeepStrictEqual(current[field], text ?? undefined)) continue;
        throw new CoreFailure({
          code: 'plan.changedMeanwhile',
          message: `${field} of ${change.key} was changed by another program or window; the edit was not made.`,
          data: { key: change.key, field },
        });
      }
    }
  }
}

function fieldsOf(
  nodes: Readonly<Record<string, object>>,
  key: string,
): Readonly<Record<string, unknown>> | undefined {
  return Object.hasOwn(nodes, key) ? { ...nodes[key] } : undefined;
}
