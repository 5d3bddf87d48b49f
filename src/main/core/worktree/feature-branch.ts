import { featureBranch } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip, deleteRef, resolveCommit, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Journal } from '../journal/journal.ts';

export interface FeatureBase {
  /** The commit that agents are cut from. */
  readonly commit: string;
  readonly source: 'local' | 'origin' | 'existing';
  readonly notes: readonly string[];
}

/**
 * The commit that a feature's agents are cut from: the tip of its branch if there is one, otherwise the plan's base,
 * otherwise that base on `origin`. Fails with `run.baseMissing`.
 */
export async function featureBase(repo: Repository, plan: Plan): Promise<FeatureBase> {
  const existing = await branchTip(repo, featureBranch(plan.feature));
  if (existing) return { commit: existing, source: 'existing', notes: [] };
  const local = (await branchTip(repo, plan.base)) ?? (await tagOrCommit(repo, plan.base));
  if (local) return { commit: local, source: 'local', notes: [] };
  const remote = await resolveCommit(repo, `refs/remotes/origin/${plan.base}`);
  if (remote) {
    const note = `There is no local branch ${plan.base}: the feature is cut from origin/${plan.base}.`;
    return { commit: remote, source: 'origin', notes: [note] };
  }
  throw new CoreFailure({
    code: 'run.baseMissing',
    message: `The base "${plan.base}" of the plan is neither a branch here nor on origin, or it has no commit yet.`,
    data: { base: plan.base },
  });
}

function tagOrCommit(repo: Repository, name: string): Promise<string | null> {
  const isId = /^[0-9a-f]{7,64}$/.test(name);
  return resolveCommit(repo, isId ? name : `refs/tags/${name}`);
}

/**
 * Creates the feature branch when missing. Returns a function that removes it again while nothing was built on it; for
 * an existing branch that does nothing.
 */
export async function cutFeature(
  repo: Repository,
  cut: { readonly plan: Plan; readonly base: FeatureBase; readonly journal: Journal },
): Promise<() => Promise<void>> {
  const branch = featureBranch(cut.plan.feature);
  const { commit, source } = cut.base;
  if (source === 'existing') return async () => {};
  await cut.journal.append({
    kind: 'feature.cut',
    branch,
    commit,
    base: cut.plan.base,
    source,
  });
  await updateRef(repo, {
    ref: `refs/heads/${branch}`,
    to: commit,
    from: null,
    message: `tributary: cut from ${cut.plan.base}`,
  });
  return async () => {
    await deleteRef(repo, `refs/heads/${branch}`, commit);
  };
}
