import { featureBranch, finishName, titleIn } from '../../../shared/names.ts';
import { chainOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { branchTip, isAncestor } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import { undoSync, whyNotUndo } from './undo.ts';

interface UndoTarget {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly journal: Journal;
  readonly sync: string;
}

/** Why a landed sync point cannot be undone now, and what to do; null if it can be undone. */
export async function undoReason(repo: Repository, target: UndoTarget): Promise<string | null> {
  const { plan, facts, journal, sync } = target;
  if (facts.syncs.get(finishName(plan))?.landed)
    return `The feature is merged into ${plan.base}. Undo that in Finish first.`;
  const branch = featureBranch(plan.feature);
  return (
    (await builtUpon(repo, target)) ??
    cleanedUp(target) ??
    (await whyNotUndo({ repo, journal, sync, featureBranch: branch })) ??
    (await inBase(repo, target))
  );
}

/** Undoes a landed sync point: moves the branch back to the exact commit before it. */
export async function undoLanded(
  repo: Repository,
  target: UndoTarget,
): Promise<Awaited<ReturnType<typeof undoSync>>> {
  const { plan, facts, journal, sync } = target;
  const landed = facts.syncs.get(sync)?.landed ?? null;
  if (!landed) {
    return { outcome: 'refused', commit: null, reason: `The sync point "${sync}" has not landed.` };
  }
  const reason = await undoReason(repo, target);
  if (reason) return { outcome: 'refused', commit: landed.commit, reason };
  return undoSync({ repo, journal, sync, featureBranch: featureBranch(plan.feature) });
}

/** Refuses if the base contains the merge: after an undo the feature branch would lack commits of its base. */
async function inBase(repo: Repository, { plan, facts, sync }: UndoTarget): Promise<string | null> {
  const { commit, before } = facts.syncs.get(sync)?.landed ?? {};
  const tip = await branchTip(repo, plan.base);
  if (!commit || commit === before || !tip) return null;
  if (!(await isAncestor(repo, commit, tip))) return null;
  return `${plan.base} contains this merge already. Revert it there with git instead.`;
}

/** Refuses if worktrees of its agents are gone: it could not be merged again. */
function cleanedUp({ plan, facts, sync }: UndoTarget): string | null {
  const gone = (facts.syncs.get(sync)?.landed?.heads ?? [])
    .map(({ agent }) => agent)
    .filter((agent) => facts.agents.get(agent)?.worktree === 'removed');
  if (gone.length === 0) return null;
  const names = gone.map((agent) => titleIn(plan, agent)).join(', ');
  const [what, them] = gone.length === 1 ? ['worktree', 'it'] : ['worktrees', 'them'];
  return `The ${what} of ${names}, merged here, ${gone.length === 1 ? 'was' : 'were'} removed. Restore ${them} under Worktrees, or revert the merge with git.`;
}

/** Refuses if agents started from the landed commit. */
async function builtUpon(
  repo: Repository,
  { plan, facts, sync }: UndoTarget,
): Promise<string | null> {
  const { landed = null, landings = [] } = facts.syncs.get(sync) ?? {};
  const dependents: string[] = [];
  for (const key of Object.keys(plan.agents)) {
    const known = facts.agents.get(key);
    const started = known && known.worktree !== 'cancelled' && known.worktree !== 'removed';
    const waited = chainOf(plan, key).some((name) => plan.agents[name]?.after?.includes(sync));
    if (!started || !landed || landed.commit === landed.before) continue;
    // After a later landing, an agent may have started from the first one and be independent of the latest commit.
    const stands =
      (waited && landings.length === 1) || (await isAncestor(repo, landed.commit, known.base));
    if (stands) dependents.push(key);
  }
  if (dependents.length === 0) return null;
  const names = dependents.map((agent) => titleIn(plan, agent)).join(', ');
  const whose = dependents.length === 1 ? 'that worktree' : 'those worktrees';
  return `${names} started from this merge. Remove ${whose} under Worktrees first, then undo.`;
}
