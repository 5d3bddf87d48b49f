import type { ReviewSubject } from '../../../shared/contract/review.ts';
import { featureBranch, titleIn } from '../../../shared/names.ts';
import { CoreFailure } from '../failure.ts';
import { branchTip } from '../git/refs.ts';
import { openShadow, type Shadow } from '../git/shadow.ts';
import { snapshotWorktree } from '../git/snapshot.ts';
import { readStatus } from '../git/status.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { planOfSync } from '../sync/sync.ts';

interface Side {
  /** A commit or tree readable in the shadow repository. */
  readonly oid: string;
  readonly label: string;
}

/** The two states compared by a review. */
export interface Sides {
  readonly shadow: Shadow;
  readonly base: Side;
  readonly head: Side;
}

/**
 * The two states of a review: an agent's work and the commit it was cut from, or the predicted merge and the feature
 * branch (with unresolved conflicts at their earlier version). Fails with `review.notStarted` and as a preview does.
 */
export async function sidesOf(run: FeatureRun, subject: ReviewSubject): Promise<Sides> {
  const { project } = run;
  const shadow = await openShadow(project.repo);
  if (subject.kind === 'sync') {
    const { merge, plan } = await planOfSync(run, subject.sync);
    const branch = featureBranch(plan.feature);
    return {
      shadow,
      base: { oid: merge.base, label: branch },
      head: { oid: merge.reached.commit, label: `merge of ${subject.sync}` },
    };
  }
  const { plan } = await project.lastGoodPlan(run.feature);
  const facts = (await run.facts()).agents.get(subject.agent);
  const title = titleIn(plan, subject.agent);
  const branch = facts && (await branchTip(project.repo, facts.branch));
  if (!facts || !branch) {
    throw new CoreFailure({
      code: 'review.notStarted',
      message: `"${subject.agent}" has no branch yet, so there is nothing to review.`,
      data: { agent: subject.agent },
    });
  }
  const base = { oid: facts.base, label: `where ${title} started` };
  const status = await readStatus(facts.path).catch(() => null);
  if (!subject.uncommitted || !status?.head)
    return { shadow, base, head: { oid: status?.head ?? branch, label: facts.branch } };
  const work = { worktree: facts.path, head: status.head };
  const paths = [...status.changed, ...status.untracked];
  const oid = await snapshotWorktree(project.repo, shadow, { ...work, paths });
  return { shadow, base, head: { oid, label: `${facts.branch} with uncommitted work` } };
}
