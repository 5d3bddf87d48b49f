import { featureBranch } from '../../../shared/names.ts';
import { chainOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { undoSync, whyNotUndo } from '../merge/undo.ts';
import type { RunFacts } from './fold.ts';
import type { Journal } from './journal.ts';

interface UndoTarget {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly journal: Journal;
  readonly sync: string;
}

/** Why a landed sync point cannot be undone now, and what to do; null when it can. */
export async function undoReason(repo: Repository, target: UndoTarget): Promise<string | null> {
  const built = await builtUpon(repo, target);
  if (built) return built;
  return whyNotUndo({
    repo,
    journal: target.journal,
    sync: target.sync,
    featureBranch: featureBranch(target.plan.feature),
  });
}

/** Undoes a landed sync point: the branch returns to the exact commit before it. */
export async function undoLanded(
  repo: Repository,
  target: UndoTarget,
): Promise<Awaited<ReturnType<typeof undoSync>>> {
  const { plan, facts, journal, sync } = target;
  const landed = facts.syncs.get(sync)?.landed ?? null;
  if (!landed) {
    return { outcome: 'refused', commit: null, reason: `The sync point "${sync}" has not landed.` };
  }
  const reason = await builtUpon(repo, target);
  if (reason) return { outcome: 'refused', commit: landed.commit, reason };
  return undoSync({ repo, journal, sync, featureBranch: featureBranch(plan.feature) });
}

/** A phase that was started from the landed commit stands on it. */
async function builtUpon(
  repo: Repository,
  { plan, facts, sync }: UndoTarget,
): Promise<string | null> {
  const { landed = null, landings = [] } = facts.syncs.get(sync) ?? {};
  const standing: string[] = [];
  for (const key of Object.keys(plan.agents)) {
    const known = facts.agents.get(key);
    const started = known && known.phase !== 'cancelled' && known.phase !== 'removed';
    const waited = chainOf(plan, key).some((name) => plan.agents[name]?.after?.includes(sync));
    if (!started || !waited || !landed) continue;
    // One that started before agents left out were merged does not stand on that merge.
    const stands = landings.length === 1 || (await isAncestor(repo, landed.commit, known.base));
    if (stands) standing.push(key);
  }
  if (standing.length === 0) return null;
  return `${standing.join(', ')} started from this merge. Stop them and clean up their worktrees first.`;
}
