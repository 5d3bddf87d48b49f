import { withLock } from '../git/lock.ts';
import { isAncestor, treeOf, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { deliver, openShadow } from '../git/shadow.ts';
import type { CurrentSection } from './current-md.ts';
import { candidateRef } from './journalled.ts';
import { type MergeHead, type MergePlan, planMerge } from './plan-merge.ts';

/** What is merged into what. */
export interface CandidateRequest {
  readonly repo: Repository;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** What is merged, in order. Heads that move meanwhile are not included. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** Managed sections of `plans/CURRENT.md`. */
  readonly sections?: readonly CurrentSection[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Merges in the shadow repository and brings the result to the user's objects, under the candidate ref of `tx`. No ref
 * is made when there is nothing to merge or a file is in conflict.
 */
export async function prepareCandidate(
  request: CandidateRequest,
  start: {
    readonly base: string;
    readonly tx: string;
    readonly identity: Readonly<Record<string, string>>;
  },
): Promise<MergePlan> {
  const { repo, strategy, feature, sync, featureBranch, heads, sections, signal } = request;
  const { base, tx, identity } = start;
  const names = { feature, sync, featureBranch, strategy };
  const plan = await planMerge({
    ...names,
    ...(sections ? { sections } : {}),
    repo,
    base,
    heads,
    signal,
    identity,
  });
  const { tip } = plan;
  if (tip === null || tip === base) return plan;
  const known = [base, ...heads.map(({ oid }) => oid)];
  await withLock(repo, 'write', async () => {
    await deliver(repo, await openShadow(repo), { commits: [tip], known });
    const message = `Candidate of sync ${sync}`;
    await updateRef(repo, { ref: candidateRef(tx), to: tip, from: null, message });
  });
  await checkComplete(request, tip, plan);
  return plan;
}

/** What is about to land holds every head: as ancestors, or (squashed) as the very tree of their merge. */
async function checkComplete(
  { repo, heads, strategy }: CandidateRequest,
  tip: string,
  plan: MergePlan,
): Promise<void> {
  if (strategy === 'squash') {
    if ((await treeOf(repo, tip)) !== plan.tree)
      throw new Error('The squashed tree is not the merged one');
    return;
  }
  for (const { branch, oid } of heads) {
    if (!(await isAncestor(repo, oid, tip))) throw new Error(`${branch} is not in the candidate`);
  }
}
